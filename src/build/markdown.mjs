/**
 * What the build knows of Markdown: where a page's links are, and the anchors of its headings, as code hosts make them
 * (GitHub, GitLab, Gitea): in lower case, without punctuation, with hyphens for spaces.
 */

const FENCE = /^ *(```+).*\n[^]*?^ *\1 *$/gm;
const SPAN = /(`+)(?!`)[^]*?[^`]\1(?!`)/g;
const LINK = /(?<=\]\()[^()\s]+(?=\))|(?<=\b(?:src|href)=")[^"]+(?=")|(?<=^\[[^\]]+\]: +)\S+/gm;
const HEADING = /^(#{1,6}) +(.+?) *$/gm;

const blank = (text) => text.replace(/[^\n]/g, ' ');

/** The page with blanks for its code, so that every character stays where it was. */
function withoutCode(page) {
  return page.replace(FENCE, blank).replace(SPAN, blank);
}

/** Each link and image with its target as written and where that begins. */
export function links(page) {
  return [...withoutCode(page).matchAll(LINK)].map(({ 0: target, index }) => ({ target, index }));
}

/** The page with each target replaced by what `change` makes of it. */
export function replaceLinks(page, change) {
  let result = page;
  for (const { target, index } of links(page).reverse()) {
    result = result.slice(0, index) + change(target) + result.slice(index + target.length);
  }
  return result;
}

/** Each heading with its level, its anchor, and where its text begins. */
export function headings(page) {
  const used = new Map();
  const code = page.replace(FENCE, blank);
  return [...code.matchAll(HEADING)].map(({ 1: marks, 2: text, index }) => {
    const words = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '').replaceAll(' ', '-');
    const before = used.get(slug) ?? 0;
    used.set(slug, before + 1);
    return { level: marks.length, anchor: before ? `${slug}-${before}` : slug, index: index + marks.length + 1 };
  });
}
