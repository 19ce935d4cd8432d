/** Reads what counties have set from a JSON file: a list of settings, each with the document that set it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isLegalDate, legalDate } from '../dates.ts';
import { LawInputError } from '../errors.ts';
import { parameterProblem, rungProblem, type LoadedPack, type ParameterSetting } from '../law-book.ts';

const Day = z.string().refine(isLegalDate, 'a date such as 2025-09-28 is needed').transform(legalDate);
const Settings = z.array(z.strictObject({
  county: z.string().regex(/^\d{6}$/, 'six digits are needed'),
  pack: z.string(),
  code: z.string(),
  value: z.union([z.string(), z.number(), z.array(z.number())]),
  documentNumber: z.string().min(1),
  from: Day,
  to: Day.nullable(),
}));

/**
 * The settings of a file. Throws `LawInputError` that names the file and every problem: an unknown pack or parameter, a
 * value of the wrong kind, two values for one day.
 */
export function readSettings(path: string, packs: readonly LoadedPack[]): ParameterSetting[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new LawInputError(`${path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`, `${path} 不是可读的JSON文件`);
  }
  const parsed = Settings.safeParse(json);
  const problems = parsed.success ? settingProblems(parsed.data, packs) : parsed.error.issues.map((issue) => `${issue.path.length > 0 ? issue.path.join('.') : 'the file'}: ${issue.message}`);
  if (!parsed.success || problems.length > 0) throw new LawInputError(`${path} does not hold settings of parameters:\n- ${problems.join('\n- ')}`, `${path} 不是有效的参数设定文件：\n- ${problems.join('\n- ')}`);
  return parsed.data;
}

function settingProblems(settings: readonly ParameterSetting[], packs: readonly LoadedPack[]): string[] {
  return settings.flatMap((setting, index) => {
    const place = `${index} (${setting.pack}, ${setting.code})`;
    const pack = packs.find((loaded) => loaded.pack.id === setting.pack)?.pack;
    if (pack === undefined) return [`${place}: there is no pack "${setting.pack}"`];
    const parameter = pack.parameters.find((one) => one.code === setting.code);
    if (parameter === undefined) return [`${place}: the pack has no parameter "${setting.code}"`];
    const problem = parameterProblem(parameter, setting.value) ?? rungProblem(pack, setting.code, setting.value);
    if (problem !== null) return [`${place}: ${problem.en}`];
    if (setting.to !== null && setting.to < setting.from) return [`${place}: it ends before it begins`];
    const twice = settings.slice(0, index).some((other) => other.county === setting.county && other.pack === setting.pack && other.code === setting.code
      && (other.to === null || other.to >= setting.from) && (setting.to === null || setting.to >= other.from));
    return twice ? [`${place}: two values hold for one day`] : [];
  });
}
