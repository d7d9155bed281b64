/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

void kmzb_finder_init_room (void);
