import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GlyphCoverage } from './glyphs.ts';
import type { PaperContent, RenderedPaper } from './paper.ts';
import { PaperFieldsError, PaperRenderError } from './paper.ts';
import { firstUnprintable, lines, toPrintable } from './printable.ts';
import { findTemplate, paperTemplates } from './templates.ts';

const TEMPLATE_FOLDER = fileURLToPath(new URL('templates/', import.meta.url));
const BASE = 'base.typ';
/** Sets every template that declares a layout instead of having a file of its own. */
const SHARED = 'form.typ';
/**
 * Text and headings. A font of the same name on the machine does not take their place: fonts given by path come first (tried with a
 * foreign file installed), and other families are not fallen back to. Further weights are not loaded: each is a file of 15 MB.
 */
const FONT_FILES = ['400Regular/NotoSerifSC_400Regular.ttf', '700Bold/NotoSerifSC_700Bold.ttf'];
/** The typesetter remembers layouts of earlier papers; what has not been used for this many papers is dropped, or memory grows for ever. */
const REMEMBERED_PAPERS = 10;

interface LoadedTemplate { path: string; sha256: string }

/**
 * Sets papers (文书) as PDF/A-2b: synchronous, some milliseconds each, the same bytes for the same content.
 * Make one a process: it holds the fonts. Templates are read once, so that a file changed on disk changes nothing in a running service.
 */
export class PaperRenderer {
  private constructor(
    private readonly compiler: NodeCompiler,
    private readonly templates: ReadonlyMap<string, LoadedTemplate>,
    private readonly glyphs: GlyphCoverage,
  ) {}

  /** Loads fonts and templates. Rejects if a file is missing or damaged. */
  static async create(): Promise<PaperRenderer> {
    const fontFolder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-serif-sc/package.json'));
    const fontPaths = FONT_FILES.map((file) => join(fontFolder, file));
    const compiler = NodeCompiler.create({ workspace: TEMPLATE_FOLDER, fontArgs: [{ fontPaths }] });
    const base = await readFile(join(TEMPLATE_FOLDER, BASE), 'utf8');
    compiler.addSource(join(TEMPLATE_FOLDER, BASE), base);
    const templates = new Map<string, LoadedTemplate>();
    for (const declared of paperTemplates()) {
      const path = join(TEMPLATE_FOLDER, declared.layout === undefined ? `${declared.code}.typ` : SHARED);
      const source = await readFile(path, 'utf8');
      compiler.addSource(path, source);
      templates.set(declared.code, { path, sha256: sha256(JSON.stringify([base, source, declared])) });
    }
    return new PaperRenderer(compiler, templates, GlyphCoverage.fromFile(fontPaths[0] ?? ''));
  }

  /**
   * The first character of a text that no paper can show (no glyph, or invisible); null when all can be printed. For
   * whoever takes a text in that will be printed later. A `line` has no end of line either.
   */
  unprintable(text: string, form: 'line' | 'text'): string | null {
    return form === 'line' && /[\r\n]/.test(text) ? '\n' : firstUnprintable(lines(text).join('\n'), this.glyphs);
  }

  /**
   * Sets one paper.
   * @throws PaperFieldsError for an unknown template and for fields that are missing, unknown, too long or not of their kind
   * @throws MissingGlyphError for a character that the font cannot print
   * @throws PaperRenderError for a defect of the template or the installation
   */
  render(content: PaperContent): RenderedPaper {
    const template = findTemplate(content.template);
    const loaded = this.templates.get(content.template);
    if (template === null || loaded === undefined) {
      throw new PaperFieldsError(content.template, 'template', { zh: `没有此种文书。现有：${[...this.templates.keys()].join('、')}。`, en: `there is no such template. There are: ${[...this.templates.keys()].join(', ')}.` });
    }
    const paper = toPrintable(content, template, this.glyphs);
    const compiled = this.compiler.compile({ mainFilePath: loaded.path, inputs: { paper: JSON.stringify(paper) } });
    const document = compiled.result;
    if (document === null || compiled.hasError()) {
      throw new PaperRenderError(template.code, JSON.stringify(compiled.takeError()?.shortDiagnostics ?? 'no diagnostics'));
    }
    try {
      const bytes = this.compiler.pdf(document, { pdfStandard: PdfStandard.A_2b });
      return { bytes, sha256: sha256(bytes), mediaType: 'application/pdf', pages: document.numOfPages, templateSha256: loaded.sha256 };
    } catch (error) {
      throw new PaperRenderError(template.code, error instanceof Error ? error.message : String(error));
    } finally {
      this.compiler.evictCache(REMEMBERED_PAPERS);
    }
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
