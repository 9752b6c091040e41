"""Names of BPMN 2.0 and ids that every reader of XML takes: plain ASCII, each used once."""

import re

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
NAMESPACES = {"bpmn": MODEL, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "bioc": BIOC, "color": COLOR}
# Every element that the schema of BPMN 2.0 knows; a strict reader stumbles over others.
KNOWN_ELEMENTS = frozenset(
    """
    activationCondition adHocSubProcess assignment association auditing body boundaryEvent boundaryEventRefs
    businessRuleTask callActivity callChoreography callConversation cancelEventDefinition category categoryValue
    categoryValueRef childLaneSet choreography choreographyRef choreographyTask collaboration
    compensateEventDefinition completionCondition complexBehaviorDefinition complexGateway condition
    conditionExpression conditionalEventDefinition conversation conversationAssociation conversationAssociations
    conversationLink correlationKey correlationProperty correlationPropertyBinding correlationPropertyRef
    correlationPropertyRetrievalExpression correlationSubscription correlationSubscriptions dataAssociation
    dataInput dataInputAssociation dataInputRefs dataObject dataObjectReference dataOutput dataOutputAssociation
    dataOutputRefs dataPath dataState dataStore dataStoreReference definitions documentation endEvent endPoint
    endPointRefs error errorEventDefinition errorRef escalation escalationEventDefinition event eventBasedGateway
    eventDefinitionRef exclusiveGateway expression extension extensionAttributeDefinition extensionDefinition
    extensionDefinitions extensionElements flowNodeRef formalExpression from globalBusinessRuleTask
    globalChoreographyTask globalConversation globalManualTask globalScriptTask globalTask globalUserTask group
    humanPerformer implicitThrowEvent import inMessageRef inclusiveGateway incoming inputDataItem inputOutputBinding
    inputOutputSpecification inputSet inputSetRefs interface interfaceRef intermediateCatchEvent
    intermediateThrowEvent ioSpecification itemAwareElement itemDefinition lane laneSet linkEventDefinition
    loopCardinality loopCharacteristics loopCondition loopDataInputRef loopDataOutputRef manualTask message
    messageEventDefinition messageFlow messageFlowAssociation messageFlowRef messageFlowRefs messagePath monitoring
    multiInstanceLoopCharacteristics operation operationRef optionalInputRefs optionalOutputRefs outMessageRef
    outgoing outputDataItem outputSet outputSetRefs parallelGateway participant participantAssociation
    participantMultiplicity participantRef partitionElement partnerEntity partnerRole performer potentialOwner
    process property receiveTask relationship rendering resource resourceAssignmentExpression resourceParameter
    resourceParameterBinding resourceRef resourceRole script scriptTask sendTask sequenceFlow serviceTask signal
    signalEventDefinition source sourceRef standardLoopCharacteristics startEvent subChoreography subConversation
    subProcess supportedInterfaceRef supports target targetRef task terminateEventDefinition text textAnnotation
    timeCycle timeDate timeDuration timerEventDefinition to transaction transformation userTask
    whileExecutingInputRefs whileExecutingOutputRefs
    """.split()
)
PLAIN_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,200}\Z")


def model_tag(name: str) -> str:
    """The qualified tag of a BPMN element."""
    return f"{{{MODEL}}}{name}"


class Ids:
    """Hands out ids for one document."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def new(self, wish: str, base: str) -> str:
        """The wished id when it is plain and free, else ``base_1``, ``base_2`` ..."""
        if PLAIN_ID.match(wish) and wish not in self._taken:
            self._taken.add(wish)
            return wish
        while True:
            self._numbers[base] = self._numbers.get(base, 0) + 1
            made = f"{base}_{self._numbers[base]}"
            if made not in self._taken:
                self._taken.add(made)
                return made
