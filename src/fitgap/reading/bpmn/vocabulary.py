"""The words of BPMN 2.0 that the reader tells apart: steps, parts of steps, what else a file can be."""

from fitgap.model.flow import CALL_KINDS, SUBPROCESS_KINDS, TASK_KINDS

MODEL_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MODEL_NAMESPACES = frozenset(
    {
        MODEL_NAMESPACE,
        "http://www.omg.org/spec/BPMN/20100524/MODEL/",
        "https://www.omg.org/spec/BPMN/20100524/MODEL",
        "http://www.omg.org/spec/BPMN/2.0",
        "http://schema.omg.org/spec/BPMN/2.0",
        "http://www.omg.org/bpmn20",
        "http://www.omg.org/spec/BPMN/20100501/MODEL",
    }
)
PROCESS_KINDS = frozenset({"process", "choreography"})
CONTAINER_KINDS = SUBPROCESS_KINDS | {"subChoreography", "subConversation"}
EVENT_KINDS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "implicitThrowEvent",
        "boundaryEvent",
    }
)
GATEWAY_KINDS = frozenset(
    {"exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway"}
)
ACTIVITY_KINDS = TASK_KINDS | SUBPROCESS_KINDS | CALL_KINDS | {"choreographyTask", "subChoreography"}
NODE_KINDS = ACTIVITY_KINDS | EVENT_KINDS | GATEWAY_KINDS | {"conversation", "subConversation", "callConversation"}
LINE_KINDS = frozenset({"sequenceFlow", "messageFlow", "association", "conversationLink"})
DOCUMENT_KINDS = frozenset(
    {"dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "dataInput", "dataOutput"}
)
ROLE_KINDS = ("potentialOwner", "humanPerformer", "performer", "resourceRole")
# Children of a process or sub-process that are never a step of their own.
PART_KINDS = (
    LINE_KINDS
    | DOCUMENT_KINDS
    | frozenset(ROLE_KINDS)
    | {
        "documentation",
        "extensionElements",
        "auditing",
        "monitoring",
        "laneSet",
        "childLaneSet",
        "lane",
        "ioSpecification",
        "ioBinding",
        "property",
        "textAnnotation",
        "group",
        "artifact",
        "categoryValueRef",
        "incoming",
        "outgoing",
        "supports",
        "supportedInterfaceRef",
        "correlationSubscription",
        "completionCondition",
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
        "dataInputAssociation",
        "dataOutputAssociation",
        "participant",
        "participantRef",
        "participantAssociation",
        "correlationKey",
        "messageFlowRef",
        "messageFlowAssociation",
        "conversationNode",
        "conversationAssociation",
        "collaboration",
        "script",
        "condition",
        "operationRef",
    }
)
ELEMENTS_WITH_ID = NODE_KINDS | PROCESS_KINDS | DOCUMENT_KINDS | {"participant", "lane"}
# What the model has no field for: told raw with the element, or with the file, that it stands in.
KEPT_RAW = frozenset(
    {
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
        "completionCondition",
        "script",
        "message",
        "signal",
        "error",
        "escalation",
        "itemDefinition",
        "resource",
        "interface",
        "import",
        "relationship",
        "endPoint",
        "partnerEntity",
        "partnerRole",
        "correlationProperty",
        "globalTask",
        "globalUserTask",
        "globalManualTask",
        "globalScriptTask",
        "globalBusinessRuleTask",
        "globalConversation",
        "globalChoreographyTask",
        "extension",
    }
)

# Root elements of what people take for BPMN: (namespace part, local name) -> key of the texts `wrong_content.*`.
OTHER_ROOTS = (
    ("wfmc.org", "", "xpdl"),
    ("stp.eclipse.org/bpmn", "", "bpmn1"),
    ("bpmn/1", "", "bpmn1"),
    ("bpmndiagram", "", "bpmn1"),
    ("spec/dmn", "", "dmn"),
    ("spec/cmmn", "", "cmmn"),
    ("schemas.xmlsoap.org/wsdl", "", "wsdl"),
    ("bpel", "", "bpel"),
    ("business-process", "", "bpel"),
    ("schemas.microsoft.com/visio", "", "vdx"),
    ("microsoft-com:office:spreadsheet", "", "excel_xml"),
    ("www.w3.org/2000/svg", "", "svg"),
    ("www.w3.org/1999/xhtml", "", "html"),
    ("opengroup.org/xsd/archimate", "", "archimate"),
    ("jbpm.org/jpdl", "", "jpdl"),
    ("", "mxfile", "drawio"),
    ("", "mxgraphmodel", "drawio"),
    ("", "package", "xpdl"),
    ("", "epml", "epml"),
    ("", "aml", "aml"),
    ("", "adoxml", "adonis"),
    ("", "boc", "adonis"),
    ("", "pnml", "pnml"),
    ("", "xmi", "xmi"),
    ("", "businessprocessdiagram", "bpmn1"),
    ("", "bpmndiagram", "bpmn1"),
    ("", "bpd", "bpmn1"),
    ("", "visiodocument", "vdx"),
    ("", "process-definition", "jpdl"),
    ("", "html", "html"),
    ("", "svg", "svg"),
)
