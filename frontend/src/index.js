/** What Streamlit calls, on the first run and on every later one, with the component's element and its data. */

import { makeView } from './view.js';

const views = new WeakMap();

export default function flowViewer({ parentElement, data, setTriggerValue }) {
  const host = parentElement.querySelector('.fitgap-viewer');
  let kept = views.get(parentElement);
  if (!kept || kept.host !== host) {
    const made = { host, send: setTriggerValue };
    made.view = makeView(host, (elementId) => made.send('clicked', elementId));
    kept = made;
    views.set(parentElement, kept);
  }
  kept.send = setTriggerValue;
  kept.view.apply(data);
  return () => {
    kept.view.destroy();
    views.delete(parentElement);
  };
}
