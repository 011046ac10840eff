const injection = new RegExp(
  [
    '\\b(?:ignore|disregard|forget|override|bypass|skip) (?:(?:all|any|everything|every|of|the|your|my|these|those|previous|prior|above|earlier|preceding|former|given|safety|system) ){0,5}(?:instructions?|prompts?|rules|guidelines|directives|restrictions|guardrails|context you)\\b',
    '\\b(?:ignore|disregard|forget) (?:all|everything)(?: of)? (?:the )?(?:above|before|you (?:were|have been) told)',
    '\\bsystem ?prompts?\\b',
    '\\b(?:reveal|show|print|repeat|output|leak|display|tell me|give me|what (?:is|are)) (?:me )?your (?:(?:system|hidden|initial|original|secret|internal|exact|full) ){1,3}(?:prompts?|instructions?|messages?|rules)',
    '\\b(?:repeat|print|output) (?:everything|all|the (?:text|words|content)) (?:above|before)',
    "\\byou are now (?:a|an|in|my|the|acting|free|no longer|dan)\\b|\\bpretend (?:to be|you are|that you are|you're)\\b|\\bdo anything now\\b|\\bjailbreak|\\bdan mode\\b",
    '(?:^|[.!?:,] |\\byou (?:must|will|should|shall) |\\bplease )act as (?:a|an|if|my|the)\\b',
    '\\b(?:from now on|henceforth|going forward),? (?:you|answer|reply|respond|say|always|tell)\\b',
    '\\b(?:tell|answer|inform) (?:everyone|everybody|every customer|all (?:customers|users)|(?:any |the )?other (?:customers|users)|the next (?:customer|user))\\b',
    '\\bnew instructions?:|\\byour new (?:instructions?|task|role) (?:is|are)\\b|\\bend of (?:system )?(?:prompt|instructions)\\b',
    '<\\|[a-z_]{1,30}\\|>|\\[/?inst\\]|<<sys>>|</?(?:system|assistant|instructions?|tool_call)>|\\[system\\]',
    '\\bignoriere? (?:bitte )?(?:alle |die |deine )*(?:vorherigen |bisherigen |obigen )?(?:anweisungen|regeln|instruktionen)',
    '\\bignore[zr]? (?:toutes )?(?:les|vos|tes) (?:instructions|consignes|règles)',
    '\\bignora (?:todas )?(?:las|tus|sus) (?:instrucciones|reglas)|\\bignora (?:tutte )?(?:le|tue) (?:istruzioni)',
    '(?:忽略|无视|忘记)[^。]{0,10}(?:指令|指示|提示|规则)|系统提示词?',
  ].join('|'),
  'u',
)
const roleTag = /^\s{0,8}(?:#{1,6} ?)?(?:system|assistant|developer|tool)(?: message| prompt)? ?:/m

/**
 * Whether the text reads like an attempt to instruct the model rather than to ask. Such a turn is answered as any other,
 * but nothing of it is shared. `text` is folded and in lower case, with its line breaks.
 */
export const isFlagged = (text: string): boolean => injection.test(text.replace(/\s+/g, ' ')) || roleTag.test(text)
