/** The id that the API uses for "none". */
export const NIL_UUID = '00000000-0000-0000-0000-000000000000';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Canonical form only: the server turns anything else into "none" without a word. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** True for an id that points at something: neither absent, empty nor nil. */
export function isSetId(id: string | null | undefined): id is string {
  return id !== null && id !== undefined && id !== '' && id !== NIL_UUID;
}
