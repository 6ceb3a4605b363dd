/**
 * The objects of the VoIPBIN API, as they are sent: field names as the API spells them, nothing renamed,
 * nothing converted. Schemas are tolerant: unknown fields and unknown enum values are kept, and any field but
 * `id` may be absent or null (the server leaves out empty texts, zeros, lists and unset times, differently per
 * resource). Only a wrong type is an error.
 *
 * `tm_*` are RFC 3339 in UTC with zero to six fraction digits; `*_id` are UUIDs, the nil UUID meaning "none".
 */
export * from './wire/account.ts';
export * from './wire/envelope.ts';
export * from './wire/history.ts';
export * from './wire/outreach.ts';
export * from './wire/routing.ts';
export { action, address, type Action, type Address } from './wire/parts.ts';
