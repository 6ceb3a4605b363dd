/** The fields of the customer record; `PUT /customer` empties every one that it does not carry. */
export const customerFields = [
  'name',
  'detail',
  'email',
  'phone_number',
  'address',
  'webhook_method',
  'webhook_uri',
] as const;

export type CustomerField = (typeof customerFields)[number];
