/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-question.h"

#include "kmzb-error.h"
#include "kmzb-texts.h"

const char *
kmzb_question_get_text (const KmzbQuestion *self, const char *language)
{
  return kmzb_texts_get (self->texts, language);
}

const char *
kmzb_question_answer_get_text (const KmzbQuestionAnswer *self, const char *language)
{
  return kmzb_texts_get (self->texts, language);
}

KmzbQuestion *
kmzb_question_read (GKeyFile *file, const char *section, const char *id, GError **error)
{
  GHashTable *texts = kmzb_texts_read (file, section, "text", error);
  KmzbQuestion *self;

  if (texts == NULL)
    return NULL;
  self = g_new0 (KmzbQuestion, 1);
  self->id = g_intern_string (id);
  self->texts = texts;
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_question_answer_free);
  return self;
}

KmzbQuestionAnswer *
kmzb_question_answer_read (GKeyFile *file, const char *section, GError **error)
{
  g_autofree char *to = kmzb_texts_read_word (file, section, "to", error);
  GHashTable *texts = to != NULL ? kmzb_texts_read (file, section, "text", error) : NULL;
  g_autofree char *icon = g_key_file_get_string (file, section, "icon", NULL);
  KmzbQuestionAnswer *self;

  if (texts == NULL)
    return NULL;
  self = g_new0 (KmzbQuestionAnswer, 1);
  self->texts = texts;
  self->to = g_steal_pointer (&to);
  self->icon = g_intern_string (icon);
  return self;
}

void
kmzb_question_answer_free (KmzbQuestionAnswer *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->texts);
  g_free (self->to);
  g_free (self);
}

void
kmzb_question_free (KmzbQuestion *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->texts);
  g_ptr_array_unref (self->answers);
  g_free (self);
}

static const KmzbQuestion *
find (GPtrArray *questions, const char *id)
{
  for (guint i = 0; i < questions->len; i++)
    {
      const KmzbQuestion *question = g_ptr_array_index (questions, i);

      if (g_str_equal (question->id, id))
        return question;
    }
  return NULL;
}

static gboolean
link_answer (GPtrArray *questions,
             GHashTable *categories,
             const KmzbQuestion *question,
             KmzbQuestionAnswer *answer,
             GError **error)
{
  answer->question = find (questions, answer->to);
  if (answer->question == NULL && g_hash_table_contains (categories, answer->to))
    answer->category = g_intern_string (answer->to);
  if (answer->question != NULL || answer->category != NULL)
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "an answer to [question %s] leads to the unknown “%s”",
               question->id, answer->to);
  return FALSE;
}

/* Ends for a circle too: it is a path that is too long. */
static gboolean
check_depth (const KmzbQuestion *question, guint asked, GError **error)
{
  if (asked > KMZB_MAX_QUESTIONS)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[question %s] is asked after %d others", question->id,
                   KMZB_MAX_QUESTIONS);
      return FALSE;
    }
  for (guint i = 0; i < question->answers->len; i++)
    {
      const KmzbQuestionAnswer *answer = g_ptr_array_index (question->answers, i);

      if (answer->question != NULL && !check_depth (answer->question, asked + 1, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * kmzb_questions_link:
 * @categories: slugs as keys
 *
 * Joins answers with what they lead to, and checks that every question has answers and no path is longer than
 * %KMZB_MAX_QUESTIONS.
 */
gboolean
kmzb_questions_link (GPtrArray *questions, GHashTable *categories, GError **error)
{
  for (guint i = 0; i < questions->len; i++)
    {
      const KmzbQuestion *question = g_ptr_array_index (questions, i);

      if (question->answers->len == 0)
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[question %s] has no answer", question->id);
          return FALSE;
        }
      for (guint j = 0; j < question->answers->len; j++)
        if (!link_answer (questions, categories, question, g_ptr_array_index (question->answers, j), error))
          return FALSE;
    }
  return questions->len == 0 || check_depth (g_ptr_array_index (questions, 0), 1, error);
}
