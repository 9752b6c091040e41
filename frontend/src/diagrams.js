/**
 * Which of a file's diagrams can be opened. A diagram of a collapsed sub-process is not one of them: bpmn-js opens it
 * from the sub-process itself.
 */

/** The diagrams that show something, in the order of the file, as `{id, name}`. */
export function openableDiagrams(definitions) {
  return (definitions.diagrams || [])
    .filter((diagram) => shapesOf(diagram).length > 0 && !isSubProcessPlane(diagram))
    .map((diagram) => ({ id: diagram.id, name: nameOf(diagram) }));
}

/** The id of the openable diagram that draws an element, "" when none does. */
export function diagramShowing(definitions, elementId) {
  const found = (definitions.diagrams || []).find(
    (diagram) => !isSubProcessPlane(diagram) && shapesOf(diagram).some((shape) => shape.bpmnElement?.id === elementId),
  );
  return found ? found.id : '';
}

function shapesOf(diagram) {
  return diagram.plane?.planeElement || [];
}

function isSubProcessPlane(diagram) {
  return /SubProcess$/.test(diagram.plane?.bpmnElement?.$type || '');
}

function nameOf(diagram) {
  return diagram.name || diagram.plane?.bpmnElement?.name || diagram.id || '';
}
