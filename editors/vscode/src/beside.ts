// What lies beside the articles: where a sidecar is, what stands in it, how a briefing begins. Knows nothing of VS Code.
import { posix } from 'node:path';

/** A line of a sidecar, as it is listed. */
export interface Mark {
  /** Counted from 0. */
  line: number;
  label: string;
  about: string;
}

/** The places where the sidecar of an article may be, both with `/`; `article` is relative to its folder. */
export function sidecarsOf(article: string): [within: string, beside: string] {
  return [posix.join('.dateline', 'marks', `${article}.toml`), `${article}.dateline.toml`];
}

/** The marks of a sidecar: one entry a line is its form, so that a line that is torn hides no other. */
export function marksOf(sidecar: string): Mark[] {
  return sidecar.split(/\r?\n/).flatMap((text, line) => {
    const value = (key: string): string => new RegExp(`[{,]\\s*${key} = "((?:[^"\\\\]|\\\\.)*)"`).exec(text)?.[1] ?? '';
    const date = /[{,]\s*date = (\d{4}-\d\d-\d\d)/.exec(text)?.[1];
    if (date !== undefined) return [{ line, label: `date: ${date}`, about: value('by') }];
    const kind = value('kind');
    if (kind === '') return [];
    const label = kind === 'ignore' ? `ignore ${value('rule')}` : kind;
    return [{ line, label: `${label}: “${value('quote')}”`, about: value('note') || value('why') }];
  });
}

/** The name of a new briefing in the folder, from its title. */
export function briefingName(title: string, today: string): string {
  const slug = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return posix.join('briefings', `${today}-${slug || 'briefing'}.md`);
}

/** How it begins: as a draft, so that it is held to what drafts are held to. */
export function briefingText(title: string, today: string): string {
  return `---\ntitle: ${title}\nprofile: draft\ndate: ${today}\n---\n\n# ${title}\n\n`;
}
