// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the page for somebody who sees badly, uses no mouse, or has a narrow screen (WCAG 2.1 AA): a list of sentences.
const faults = [];
// Without its style a page has a hundred faults; this one says why. check_all() then says what became of the request.
if (![...document.styleSheets].some(sheet => sheet.cssRules.length > 0))
  return { faults: ['the page has no style'], title: document.title, lang: document.documentElement.lang };
const say = (element, text) => faults.push(`${element.tagName.toLowerCase()}${element.id ? '#' + element.id : ''}`
  + ` “${(element.innerText || element.value || '').trim().slice(0, 40)}”: ${text}`);
const seen = element => element.checkVisibility() && !element.closest('.unseen, .skip')
  && element.getBoundingClientRect().right > 0;

function parse(colour) {
  const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
  return { parts: [red, green, blue], alpha };
}
function luminance(parts) {
  const [red, green, blue] = parts.map(part => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function ground(element) {
  for (let at = element; at; at = at.parentElement) {
    const { parts, alpha } = parse(getComputedStyle(at).backgroundColor);
    if (alpha === 1)
      return parts;
  }
  return [255, 255, 255];
}

// 1.4.3: each text against what it stands on.
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());) {
  const element = node.parentElement, style = getComputedStyle(element);
  if (!node.data.trim() || !seen(element) || element.closest('option, title'))
    continue;
  const text = element.closest('svg') ? style.fill : style.color, size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
  const [light, dark] = [luminance(parse(text).parts), luminance(ground(element))].sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  if (ratio < (large ? 3 : 4.5))
    say(element, `contrast ${ratio.toFixed(2)}`);
}

// 1.4.10, 1.4.12: nothing sticks out, is cut off or lies on something else.
if (document.documentElement.scrollWidth > innerWidth)
  faults.push(`the page is ${document.documentElement.scrollWidth} wide on ${innerWidth}`);
function lines(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  return new Set([...range.getClientRects()].map(box => Math.round(box.bottom))).size;
}
const out = new Set();
for (const element of document.querySelectorAll('body *')) {
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  if (!seen(element) || !box.width || element.closest('svg'))
    continue;
  const sheet = element.closest('section, header');
  if (sheet && (box.right > sheet.getBoundingClientRect().right + 1 || box.left < sheet.getBoundingClientRect().left - 1)
      && !out.has(element.parentElement))
    say(element, 'sticks out of its sheet');
  if (sheet && box.right > sheet.getBoundingClientRect().right + 1)
    out.add(element);
  if (element.tagName === 'TD' && box.width < 90 && lines(element) > 4)
    say(element, 'is squashed');
  if (style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1 && !element.matches('input, select, textarea'))
    say(element, 'is cut off');
}
const rows = [...document.querySelectorAll('h1, h2, h3, label, th, td, button, .button, summary, header a')].filter(seen)
  .filter(element => element.innerText.trim() && !element.closest('thead'));
for (const [index, one] of rows.entries()) {
  const a = one.getBoundingClientRect();
  for (const other of rows.slice(index + 1, index + 12)) {
    const b = other.getBoundingClientRect();
    if (!one.contains(other) && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2)
      say(one, `lies on “${other.innerText.trim().slice(0, 40)}”`);
  }
}

// 1.3.1, 2.4.6, 3.3.2, 4.1.2: names and structure.
for (const element of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
  if (!(element.labels.length && element.labels[0].textContent.trim()))
    say(element, 'has no label');
  if (element.getAttribute('aria-invalid') && !element.getAttribute('aria-describedby'))
    say(element, 'does not say what is wrong');
}
for (const element of document.querySelectorAll('a[href], button, summary'))
  if (!(element.textContent.trim() || element.getAttribute('aria-label')))
    say(element, 'has no name');
for (const element of document.querySelectorAll('[aria-describedby]'))
  for (const id of element.getAttribute('aria-describedby').split(' '))
    if (!document.getElementById(id))
      say(element, `is described by #${id}, which is not there`);
for (const table of document.querySelectorAll('table'))
  if (!table.caption || !table.caption.textContent.trim())
    say(table, 'has no caption');
let before = 0;
for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
  if (Number(heading.tagName[1]) > before + 1)
    say(heading, `follows a heading of level ${before}`);
  before = Number(heading.tagName[1]);
}
if (document.querySelectorAll('h1').length !== 1 || document.querySelectorAll('main').length !== 1)
  faults.push('not one h1 and one main');
const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
if (new Set(ids).size !== ids.length)
  faults.push('an id is there twice');

// 2.5.5 in its weaker form: what is pressed is as large as a fingertip, links in a text excepted.
for (const element of document.querySelectorAll('button, .button, summary, select, textarea, input:not([type=hidden])')) {
  const box = element.getBoundingClientRect();
  if (seen(element) && (box.width < 24 || box.height < 24))
    say(element, `is ${Math.round(box.width)} by ${Math.round(box.height)} pixels`);
}
return { faults: [...new Set(faults)], title: document.title, lang: document.documentElement.lang };
