/** The strip above the canvas: legend, choice of diagram, zoom buttons. It never lies over the drawing. */

import { element } from './marks.js';

/** Build the strip; `act` is called with the name of an action, `open` with the id of a diagram. */
export function makeToolbar(document, act, open) {
  const strip = element(document, 'div', 'fitgap-toolbar');
  const legend = element(document, 'ul', 'fitgap-legend');
  const choice = element(document, 'select', 'fitgap-diagrams');
  choice.hidden = true;
  choice.addEventListener('change', () => open(choice.value));
  const buttons = element(document, 'div', 'fitgap-buttons');
  buttons.setAttribute('role', 'group');
  const made = [
    ['zoomOut', '－'],
    ['zoomIn', '＋'],
    ['readable', ''],
    ['whole', ''],
  ].map(([action, sign]) => {
    const button = element(document, 'button', 'fitgap-button', sign);
    button.type = 'button';
    button.dataset.fitgapAction = action;
    button.addEventListener('click', () => act(action));
    buttons.append(button);
    return [action, button];
  });
  const hint = element(document, 'span', 'fitgap-hint');
  strip.append(legend, choice, hint, buttons);
  return { strip, legend, hint, choice, buttonGroup: buttons, buttons: new Map(made) };
}

/** Put the words of the chosen language into the strip. */
export function labelToolbar(toolbar, words, legend, document) {
  toolbar.choice.setAttribute('aria-label', words.diagrams);
  for (const [action, button] of toolbar.buttons) {
    const name = words[`${action}_long`];
    button.title = name;
    button.setAttribute('aria-label', name);
  }
  toolbar.buttons.get('readable').textContent = words.readable;
  toolbar.buttons.get('whole').textContent = words.whole;
  toolbar.buttonGroup.setAttribute('aria-label', words.view);
  toolbar.hint.textContent = words.hint;
  toolbar.legend.setAttribute('aria-label', words.legend);
  toolbar.legend.replaceChildren(...legend.map((entry) => legendEntry(entry, document)));
}

/** Offer the diagrams of a file where there is more than one. */
export function offerDiagrams(toolbar, diagrams, openId, document) {
  toolbar.choice.hidden = diagrams.length < 2;
  toolbar.choice.replaceChildren(
    ...diagrams.map(({ id, name }) => {
      const option = element(document, 'option', '', name);
      option.value = id;
      option.selected = id === openId;
      return option;
    }),
  );
}

function legendEntry({ classes, sign, text }, document) {
  const entry = element(document, 'li', '');
  entry.append(element(document, 'span', `fitgap-key ${classes}`, sign), element(document, 'span', '', text));
  return entry;
}
