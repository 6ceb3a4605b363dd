/** Addresses and permissions between a plan file and the API: what a file can say, and what means the same. */
import { describe, expect, it } from 'vitest';
import { addresses } from '../../src/resources/codecs/addresses.ts';
import { permission } from '../../src/resources/codecs/permission.ts';
import type { Names } from '../../src/resources/names.ts';

const ID = '5e4a0680-804e-11ec-8477-2fea5968d85b';
const names: Names = { nameOf: (kind, id) => (kind === 'extensions' && id === ID ? '1001' : undefined) };
const tel = (target: string, more: object = {}): object => ({ type: 'tel', target, ...more });

describe('the addresses of an agent', () => {
  it.each<[string, unknown, unknown]>([
    ['none', null, []],
    ['a phone number', [tel('+14155550100')], [tel('+14155550100')]],
    ['with its names', [tel('+14155550100', { name: 'desk' })], [tel('+14155550100', { name: 'desk' })]],
    [
      'an extension',
      [{ type: 'extension', target: ID.toUpperCase() }],
      [{ type: 'extension', target: '1001' }],
    ],
    [
      'an extension without a name',
      [{ type: 'extension', target: ID.replace('5e', '6e') }],
      [{ type: 'extension', target: `id:${ID.replace('5e', '6e')}` }],
    ],
    ['an extension by no id', [{ type: 'extension', target: '1001' }], undefined],
    ['the same twice', [tel('+14155550100'), tel('+14155550100')], undefined],
    ['a number that a file refuses', [tel('0415')], undefined],
    ['a type that an agent has not', [{ type: 'email', target: 'a@b.example' }], undefined],
    ['a member that is not known', [tel('+14155550100', { weight: '1' })], undefined],
    ['a name that is not a text', [tel('+14155550100', { name: 1 })], undefined],
  ])('%s', (_name, wire, expected) => {
    expect(addresses.fromWire(wire, names)).toEqual(expected);
  });

  it.each<[string, unknown[], unknown[], boolean]>([
    ['in any order', [tel('+1415'), tel('+1416')], [tel('+1416'), tel('+1415')], true],
    ['with blanks and brackets', [tel('+1 (415) 5')], [tel('+14155')], true],
    ['another number', [tel('+1415')], [tel('+1416')], false],
    ['another name', [tel('+1415', { name: 'a' })], [tel('+1415', { name: 'b' })], false],
    [
      'a SIP host in capitals',
      [{ type: 'sip', target: 'Anna@B.Example' }],
      [{ type: 'sip', target: 'Anna@b.example' }],
      true,
    ],
    [
      'a SIP user in capitals',
      [{ type: 'sip', target: 'Anna@b.example' }],
      [{ type: 'sip', target: 'anna@b.example' }],
      false,
    ],
  ])('are compared: %s', (_name, one, other, same) => {
    expect(addresses.canonical(one) === addresses.canonical(other)).toBe(same);
  });
});

describe('the permission of an agent', () => {
  it.each([
    [16, 16, 'agent'],
    [96, 96, 'admin+manager'],
    [112, 112, 'admin+manager+agent'],
    [0, undefined, ''],
    [1, undefined, ''],
    [33, undefined, ''],
    [128, undefined, ''],
    [null, undefined, ''],
  ])('%s', (wire, expected, plain) => {
    const value = permission.fromWire(wire, names);
    expect(value).toBe(expected);
    if (value !== undefined) expect(permission.toPlain(value)).toBe(plain);
  });
});
