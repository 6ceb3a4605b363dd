/** Tables with titles: every problem with its place. */
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/core/table-file.ts';
import { FileProblems } from '../../src/core/yaml/reader.ts';

const read = (text: string): string[] =>
  readTable<'name' | 'tel', string>(
    { text, file: 'x.csv' },
    {
      names: { name: ['name', 'full name'], tel: ['phone', 'email'] },
      key: { column: 'tel', missing: 'no column has the phones' },
      many: 'people',
      titleProblem: (title) => (title === 'password' ? 'no passwords here' : undefined),
      read: ({ cellOf, start }, wrong) => {
        const tel = cellOf('tel')?.text ?? '';
        if (tel !== '') return `${cellOf('name')?.text ?? '-'} ${tel}`;
        wrong(start, 'no phone');
        return undefined;
      },
      uniqueOf: (item) => ({ text: item.split(' ').at(-1) ?? '', place: { line: 9, column: 1 } }),
      code: 'CSV',
      hint: 'columns: name, phone',
    },
  );

const problemsOf = (text: string): string => {
  try {
    return `read ${read(text).length}`;
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return error.message;
  }
};

describe('a table', () => {
  it('has its columns in any order, by any of their names', () => {
    expect(read('Phone,Full_Name\n1,Ada\n2,Bob\n')).toEqual(['Ada 1', 'Bob 2']);
    expect(read('E-Mail\n1\n')).toEqual(['- 1']);
  });

  it.each([
    ['', ['1:1', 'no column has the phones']],
    ['name\nAda\n', ['1:1', 'no column has the phones']],
    ['phone\n', ['2:1', 'the file has no people']],
    ['phone,phone\n1,2\n', ['1:7', '"phone" is a second column with the same meaning']],
    ['phone,email\n1,2\n', ['1:7', '"email" is a second column with the same meaning']],
    ['phone,nmae\n1,2\n', ['1:7', 'the column "nmae" is not known (did you mean name?)']],
    ['phone,\n1,2\n', ['1:7', 'a column has no title']],
    ['phone,Password\n1,2\n', ['1:7', 'no passwords here']],
    ['phone\n1,2\n', ['2:3', 'more cells than column titles']],
    ['phone\n1\n1\n', ['9:1', '"1" is already in line 9']],
    ['name,phone\nAda,\n', ['2:1', 'no phone']],
    ['phone\n"1\n', ['2:1', 'this quotation mark is never closed']],
  ])('%j has a problem', (text, [place = '', message = '']) => {
    const said = problemsOf(text);
    expect(said).toContain(place);
    expect(said).toContain(message);
  });
});
