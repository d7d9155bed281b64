/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No path asks more: who needs four questions has walked away. */
#define KMZB_MAX_QUESTIONS 3

typedef struct _KmzbQuestion KmzbQuestion;

/**
 * KmzbQuestionAnswer:
 * @question: (nullable): what to ask next
 * @category: (nullable): slug of the category it leads to, interned; exactly one of the two is set
 * @icon: (nullable): name of its own picture, interned
 *
 * One answer to a question. Immutable, owned by the catalogue.
 */
typedef struct
{
  const KmzbQuestion *question;
  const char *category;
  const char *icon;
  /*< private >*/
  GHashTable *texts;
  char *to;
} KmzbQuestionAnswer;

/**
 * KmzbQuestion:
 * @answers: (element-type KmzbQuestionAnswer): in the order in which they are shown
 *
 * A plain question that helps somebody who does not know what to choose. Immutable, owned by the catalogue.
 */
struct _KmzbQuestion
{
  const char *id;
  GPtrArray *answers;
  /*< private >*/
  GHashTable *texts;
};

const char *kmzb_question_get_text (const KmzbQuestion *self, const char *language);
const char *kmzb_question_answer_get_text (const KmzbQuestionAnswer *self, const char *language);

/* For the catalogue alone. */
KmzbQuestion *kmzb_question_read (GKeyFile *file, const char *section, const char *id, GError **error);
KmzbQuestionAnswer *kmzb_question_answer_read (GKeyFile *file, const char *section, GError **error);
void kmzb_question_free (KmzbQuestion *self);
void kmzb_question_answer_free (KmzbQuestionAnswer *self);
gboolean kmzb_questions_link (GPtrArray *questions, GHashTable *categories, GError **error);

G_END_DECLS
