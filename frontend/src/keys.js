/** What a key means on the diagram. */

const ACTIONS = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Enter: 'choose',
  ' ': 'choose',
  '+': 'zoomIn',
  ';': 'zoomIn', // the + key of a Japanese keyboard without Shift
  '=': 'zoomIn', // the + key of an English keyboard without Shift
  '-': 'zoomOut',
  0: 'readable',
};

/** The action of a key event, "" when it is not ours (with Ctrl, Alt or Meta it belongs to the browser). */
export function actionOf({ key, ctrlKey, altKey, metaKey }) {
  return ctrlKey || altKey || metaKey || !Object.hasOwn(ACTIONS, key) ? '' : ACTIONS[key];
}

/** The step that a move leads to; walking stops at both ends, and starts at the first (or last) step. */
export function stepAfter(order, current, action) {
  const at = order.indexOf(current);
  const last = order.length - 1;
  switch (action) {
    case 'first':
      return order[0];
    case 'last':
      return order[last];
    case 'next':
      return order[Math.min(last, at + 1)];
    default:
      return order[at < 0 ? last : Math.max(0, at - 1)];
  }
}
