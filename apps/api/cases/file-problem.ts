import { acceptedMediaTypes, FileRefused, mostUploads } from '#store/files';
import { notFound, Problem, wrongField } from '../problems/problem.ts';

/** Why a file is not taken or given, as a problem. Rethrows everything else. */
export function refusedFile(error: unknown): never {
  throw error instanceof FileRefused ? problemOf(error) : error;
}

function problemOf({ why, message, offset }: FileRefused): Problem {
  const headers = offset === undefined ? {} : { headers: { 'upload-offset': String(offset) } };
  const one = (field: string, zh: string) => ({ errors: [{ field, rule: why, message: { zh, en: message } }] });
  switch (why) {
    case 'notFound': return notFound();
    case 'mediaType': return wrongField('mediaType', why, `可接受的类型：${Object.keys(acceptedMediaTypes).join('、')}。`, message);
    case 'size': return new Problem('tooLarge', { zh: '文件大小超出该类型的限制。', en: message }, one('bytes', '超出该类型的大小限制。'));
    case 'notThatType': return new Problem('unsupportedMediaType', { zh: '文件内容与所报类型不符，已删除。', en: message }, one('mediaType', '内容与所报类型不符。'));
    case 'offset': return new Problem('conflict', { zh: '续传位置不符，请以HEAD查询后续传。', en: message }, headers);
    case 'tooLong': return new Problem('tooLarge', { zh: '收到的字节多于所报大小。', en: message }, headers);
    case 'incomplete': return new Problem('conflict', { zh: '文件尚未传完。', en: message }, headers);
    case 'otherHash': return wrongField('sha256', why, '收到的内容与所报SHA-256不符；未完成的文件已删除，请重新上传。', message);
    case 'complete': return new Problem('conflict', { zh: '文件已完成，不再接收内容。', en: message }, headers);
    case 'removed': return new Problem('gone', { zh: '文件已删除。', en: message });
    case 'tooMany': return new Problem('conflict', { zh: `您在本案已有${mostUploads}个尚未入卷的上传；请先完成或放弃，七日无人续传的自动清除。`, en: `${message} What nobody goes on with for seven days goes by itself.` });
    case 'entered': return new Problem('conflict', { zh: '文件已入卷，不得放弃。', en: message });
    case 'erased': return new Problem('gone', { zh: '此人的资料已依法删除。', en: message });
  }
}
