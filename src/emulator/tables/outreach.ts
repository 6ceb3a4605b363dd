/** Calls that the platform makes by itself: to whom (outdials), how (outplans), with which flow (campaigns). */
import { actions, address, int, name, ref, text } from '../columns.ts';
import { table } from './table.ts';

export const outplans = table({
  name: name(),
  detail: text(),
  source: address(),
  /** Milliseconds. */
  dial_timeout: int(),
  /** Milliseconds. */
  try_interval: int(),
  max_try_count_0: int(),
  max_try_count_1: int(),
  max_try_count_2: int(),
  max_try_count_3: int(),
  max_try_count_4: int(),
});

export const outdials = table({ campaign_id: ref(), name: name(), detail: text(), data: text() });

export const outdial_targets = table(
  {
    outdial_id: ref(),
    name: name(),
    detail: text(),
    data: text(),
    status: text(),
    destination_0: address(),
    destination_1: address(),
    destination_2: address(),
    destination_3: address(),
    destination_4: address(),
    try_count_0: int(),
    try_count_1: int(),
    try_count_2: int(),
    try_count_3: int(),
    try_count_4: int(),
  },
  { owned: false },
);

export const campaigns = table({
  type: name(),
  name: name(),
  detail: text(),
  status: text(),
  service_level: int(),
  end_handle: name(),
  actions: actions(),
  outplan_id: ref(),
  outdial_id: ref(),
  queue_id: ref(),
  next_campaign_id: ref(),
});
