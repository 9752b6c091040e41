"""Model -> workbook, BPMN with layout, CSV. Writers return bytes."""
