/** How a step shows what was said of it: classes for colour and border, a badge for sign and words. */

const PREFIX = 'fitgap-';

/** The classes of a marked step. */
export function classesOf(mark) {
  return [
    `${PREFIX}step`,
    `${PREFIX}${mark.verdict}`,
    `${PREFIX}${mark.isDecided ? 'decided' : 'guess'}`,
    ...(mark.isStale ? [`${PREFIX}stale`] : []),
    ...(mark.isLinked ? [`${PREFIX}linked`] : []),
  ];
}

/** The badge above a step. Words are set as text, never as HTML. */
export function badgeOf(mark, words, document) {
  const badge = element(document, 'div', `fitgap-badge ${classesOf(mark).join(' ')}`);
  badge.setAttribute('aria-hidden', 'true');
  badge.dataset.fitgapBadge = mark.id;
  badge.append(element(document, 'span', 'fitgap-sign', mark.sign));
  if (mark.isDecided) {
    badge.append(element(document, 'span', 'fitgap-done', words.decided));
  }
  if (mark.isStale) {
    badge.append(element(document, 'span', 'fitgap-look', words.stale));
  }
  return badge;
}

/** True when two marks look and sound the same. */
export function isSameMark(one, other) {
  return Boolean(one && other) && Object.keys({ ...one, ...other }).every((key) => one[key] === other[key]);
}

/** A new element with a class and a text. */
export function element(document, tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
