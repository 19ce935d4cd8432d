import { describe, expect, it } from '@jest/globals';
import { acceptedMediaTypes, looksLike } from './media-types.ts';

const heads: Record<string, Buffer> = {
  'image/jpeg': Buffer.from('ffd8ffe000104a464946000101', 'hex'),
  'image/png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  'image/tiff': Buffer.from('49492a0008000000', 'hex'),
  'application/pdf': Buffer.from('%PDF-1.7\n%âãÏÓ'),
  'audio/wav': Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WAVEfmt ')]),
  'audio/mp4': Buffer.from('\0\0\0\x1cftypM4A \0\0\0\0', 'latin1'),
  'video/mp4': Buffer.from('\0\0\0\x18ftypisom\0\0\0\0', 'latin1'),
};

describe('media types', () => {
  it('are told by their first bytes', () => {
    expect(Object.keys(heads).sort((a, b) => a.localeCompare(b))).toEqual(Object.keys(acceptedMediaTypes).sort((a, b) => a.localeCompare(b)));
    for (const [name, head] of Object.entries(heads)) for (const asked of Object.keys(heads)) {
      // A recorder may write sound alone into a file that looks like a film.
      expect([name, asked, looksLike(asked, head)]).toEqual([name, asked, name === asked || (name === 'video/mp4' && asked === 'audio/mp4')]);
    }
    expect(looksLike('image/tiff', Buffer.from('MM\0*', 'latin1'))).toBe(true);
    expect(looksLike('audio/mp4', Buffer.from('\0\0\0\x18ftyp3gp4\0\0\0\0', 'latin1'))).toBe(true);
  });

  it('are not what they are called', () => {
    for (const type of Object.keys(heads)) for (const other of ['MZ\x90\0', '<html>', 'PK\x03\x04', '#!/bin/sh', '', '\0\0\0\x18ftypheic\0\0\0\0', '\0\0\0\x14ftypqt  \0\0\0\0', 'RIFF\0\0\0\0AVI ']) {
      expect(looksLike(type, Buffer.from(other, 'latin1'))).toBe(false);
    }
    for (const type of ['text/html', '', 'toString', '__proto__']) expect(looksLike(type, heads['application/pdf']!)).toBe(false);
  });
});
