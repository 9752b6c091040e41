/** The page elements of a viewer: the strip, the canvas, and the sentence for a diagram that cannot be shown. */

import { element } from './marks.js';
import { makeToolbar } from './toolbar.js';

/** Build them inside `host`; the state is public, as `data-fitgap-viewer`: loading, ready or failed. */
export function makeFrame(host, act, open) {
  const document = host.ownerDocument;
  const frame = element(document, 'div', 'fitgap-frame');
  const place = element(document, 'div', 'fitgap-canvas');
  const failure = element(document, 'p', 'fitgap-failure');
  failure.setAttribute('role', 'alert');
  failure.hidden = true;
  const toolbar = makeToolbar(document, act, open);
  frame.append(toolbar.strip, place, failure);
  host.replaceChildren(frame);

  return {
    place,
    toolbar,

    turn(state, sentence = '') {
      frame.dataset.fitgapViewer = state;
      place.hidden = state === 'failed';
      failure.hidden = state !== 'failed';
      failure.textContent = sentence;
    },
  };
}
