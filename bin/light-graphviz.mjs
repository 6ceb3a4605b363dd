// Graphviz for the bundle: its WebAssembly as bytes, not as text, and without the layouts that nothing here asks for.
import { runInNewContext } from 'node:vm';
import { BinaryReader, BinaryReaderState as State, OperatorCode, SectionCode } from 'wasmparser';

/** The library of Graphviz with every layout but `dot`: `neato`, `fdp`, `sfdp`, `twopi`, `circo` and others. */
const UNUSED_LIBRARY = 'neato_layout';
/** An engine for layouts: the function that does it, and the one that cleans up. */
const ENGINE_FUNCTIONS = 2;
/** How an import or an export says that it is a function. */
const FUNCTION = 0;
/** The body of a function that stops the program: without variables, `unreachable`, `end`. */
const STOP = [3, 0, 0x00, 0x0b];

/** The module of @viz-js/viz in two: its text with `bytes` in place of its WebAssembly, and that. */
export function apartFromWasm(text, bytes) {
  const before = 'return binaryDecode(';
  const start = text.indexOf(before) + before.length;
  const literal = /^'(?:[^'\\]|\\[^])*'/.exec(text.slice(start))?.[0];
  if (literal === undefined) throw new Error('@viz-js/viz has changed: look for its WebAssembly again');
  const encoded = runInNewContext(literal);
  // As its `binaryDecode` does it.
  const wasm = Uint8Array.from(encoded, (character) => {
    const code = character.charCodeAt(0);
    return (~code >> 8) & code;
  });
  return {
    text: `${text.slice(0, start - 'binaryDecode('.length)}${bytes}${text.slice(start + literal.length + 1)}`,
    wasm,
  };
}

/**
 * The same without what only the other layouts call: such functions stop the program. Whatever is called from outside,
 * by `dot`, or through a pointer stays.
 */
export function withOneLayout(wasm) {
  const module = read(wasm);
  const unused = new Set(enginePointers(module.memory));
  const used = new Set();
  const visit = (index) => {
    const waiting = [index];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (used.has(next)) continue;
      used.add(next);
      waiting.push(...(module.functions.get(next)?.calls ?? []));
    }
  };
  for (const index of module.exported) visit(index);
  for (const [pointer, index] of module.pointers) if (!unused.has(pointer)) visit(index);
  const bodies = [...module.functions].map(([index, { start, end }]) =>
    used.has(index) ? wasm.subarray(start, end) : STOP,
  );
  const code = Buffer.concat([length(bodies.length), ...bodies.map((body) => Buffer.from(body))]);
  return Buffer.concat([
    wasm.subarray(0, module.code.start),
    Buffer.from([SectionCode.Code]),
    length(code.length),
    code,
    wasm.subarray(module.code.end),
  ]);
}

/** Pointers to functions of engines that are in the library: as `gvplugin.h` of Graphviz describes them. */
function enginePointers(memory) {
  const word = (address) => memory.readUInt32LE(address);
  const textAt = (address) => memory.toString('latin1', address, memory.indexOf(0, address));
  const name = memory.indexOf(`\0${UNUSED_LIBRARY}\0`) + 1;
  const pointers = [];
  // gvplugin_library_t: name, apis.
  for (let at = 0; at < memory.length - 8; at += 4) {
    if (word(at) !== name) continue;
    // gvplugin_api_t: kind, types; ends with nothing.
    for (let api = word(at + 4); word(api + 4) !== 0; api += 8)
      // gvplugin_installed_t: id, name, quality, engine, features; ends with nothing.
      for (let type = word(api + 4); word(type + 4) !== 0; type += 20) {
        if (textAt(word(type + 4)) === 'dot')
          throw new Error('Graphviz has changed: dot is among the others');
        for (let index = 0; index < ENGINE_FUNCTIONS; index += 1)
          pointers.push(word(word(type + 12) + 4 * index));
      }
  }
  if (pointers.length === 0) throw new Error('Graphviz has changed: look for its layouts again');
  return pointers;
}

/**
 * What a module holds: its functions by index, with their place (size and body) and what they call, those that are
 * exported, those that pointers lead to, the section of the code, and the memory as it begins.
 */
function read(wasm) {
  const reader = new BinaryReader();
  reader.setData(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length), 0, wasm.length);
  const functions = new Map();
  const [exported, pointers, data] = [[], new Map(), []];
  const code = { start: 0, end: 0 };
  let [declared, index, section, sectionStart, bodyStart, offset, calls] = [0, 0, undefined, 8, 0, 0, []];
  while (reader.read()) {
    const { state, result, position } = reader;
    if (state === State.BEGIN_SECTION) {
      section = result.id;
      bodyStart = position + length(declared).length;
    } else if (state === State.END_SECTION) {
      if (section === SectionCode.Code) Object.assign(code, { start: sectionStart, end: position });
      sectionStart = position;
    } else if (state === State.IMPORT_SECTION_ENTRY && result.kind === FUNCTION) index += 1;
    else if (state === State.FUNCTION_SECTION_ENTRY) declared += 1;
    else if (state === State.EXPORT_SECTION_ENTRY && result.kind === FUNCTION) exported.push(result.index);
    else if (state === State.START_SECTION_ENTRY) exported.push(result.index);
    else if (state === State.OFFSET_EXPRESSION_OPERATOR && result.code === OperatorCode.i32_const)
      offset = result.literal;
    else if (state === State.INIT_EXPRESSION_OPERATOR && result.code === OperatorCode.ref_func) {
      pointers.set(offset, result.funcIndex);
      offset += 1;
    } else if (state === State.DATA_SECTION_ENTRY_BODY)
      data.push({ offset, bytes: Buffer.from(result.data) });
    else if (state === State.BEGIN_FUNCTION_BODY) calls = [];
    else if (state === State.CODE_OPERATOR && result.funcIndex !== undefined) calls.push(result.funcIndex);
    else if (state === State.END_FUNCTION_BODY) {
      functions.set(index, { start: bodyStart, end: position, calls });
      index += 1;
      bodyStart = position;
    }
  }
  if (reader.error) throw reader.error;
  const memory = Buffer.alloc(Math.max(...data.map(({ offset: at, bytes }) => at + bytes.length)) + 8);
  for (const { offset: at, bytes } of data) bytes.copy(memory, at);
  return { functions, exported, pointers, code, memory };
}

/** As WebAssembly writes a length (LEB128). */
function length(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}
