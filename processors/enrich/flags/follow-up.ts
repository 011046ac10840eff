import type { Slot } from '../../../schemas/types.ts'

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}']+/gu) ?? []

// "and the blue one?", "what about gift cards", "same for shoes"
const opener =
  /^(?:and|or|but|also|plus|then|otherwise|instead|so what|so how|what about|how about|same|the same|what else|anything else|und|oder|aber|et|ou|mais|y(?! a(?:-|\b))|pero|e|ma|en|那么|那|还有)(?:[\s,?]|$|(?<=\p{Script=Han}))/u
// "the second?", "which one?"
const elliptic = /\bthe (?:first|second|third|former|latter|last|other)[?.! ]*$|^which one\b/u
const foreignPronoun =
  /(?:^|\s)(?:dauert|kostet|geht|ist|funktioniert) (?:das|es)\s*\??$|(?<!\p{L})(?:ça|cela)(?!\p{L})|\b(?:eso|ello)\s*\??$|它|^这个|^那个/u
// "it" that stands for nothing.
const pleonastic =
  /\bit (?:be |still |really |ever |even )*(?:possible|posible|matter|ok|okay|enough|common|usual|mandatory|required|compulsory|obligatory|permitted|advisable|safe|free|necessary|true|legal|allowed|normal|too late|better|worth|a problem|me|not possible)\b|\b(?:does|will|would|did|can) it (?:take|cost)s?(?: [\p{L}]+){0,3} (?:to|for|until|before|if)\b|\bit (?:is|was|says|takes|seems|looks like)\b|\bmake it\b|\bit(?:'?s| has) been\b|\bit appears\b|\bdoes it mean (?:if|when|that)\b|\bis it to\b|\bit (?:say|show)(?:ing|s)? (?:that|i|my)\b|\b(?:in|on) it\b|\b(?:is|are|was|were) there\b|\bthere(?:'s| is| are| was| were| be| will)\b|\bwill there\b/gu
// "He olvidado": I have.
const spanishHave = /(?<!\p{L})he (?=\p{L}+(?:[ai]do|cho|sto|rto)(?!\p{L}))/gu
// "a one-year warranty"
const unitOfOne = /^(?:year|month|week|day|hour|minute|way|time|off|piece|person|bedroom)$/
const pronoun = /^(?:it|it's|its|that|that's|this|they|they're|them|those|these|he|she|him|there)$/
// After "that" or "this": said of a thing, not the name of one.
const saidOfIt = new Set(
  'free ok okay possible true right correct included normal safe refundable enough available allowed all everything cheaper better'.split(
    ' ',
  ),
)
// Before these "that" and "this" point at what follows, not back.
const notDemonstrative = new Set('i you we he she they my your the a an is are was has have can will it'.split(' '))

const determiner = new Set('a an the my your our their some any this that these those another every each no'.split(' '))
const functionWords = new Set(
  `what's where's how's who's when's a an the i i'm i've i'd you we he she it they me us my your our their is are was were be been am do does did don't doesn't didn't can could
  can't cannot will would should shall may might must have has had not no if when where what which who whom whose why how long much many
  to of in on at for from with without by about into up out off over and or but so as than then also just still please hi hello hey thanks
  thank want need like know tell help there here get got take takes cost costs back too very soon yet now again`.split(
    /\s+/,
  ),
)
const actions = new Set(
  `return cancel refund exchange track change update order buy pay use activate deactivate enable disable send ship deliver delivered
  receive received arrive arrives arrived open close delete remove add set find see check make work works working fix repair connect
  pair reset install wash clean charge try apply redeem expire expires start stop start turn switch keep bought ordered returned happen happens
  cancelled canceled refunded shipped explain mean means sell swap replace repeat say said`.split(/\s+/),
)

/** Whether a pronoun of the text refers to nothing that the text names before it. */
const pointsOutside = (text: string, slots: readonly Slot[]): boolean => {
  if (slots.some(slot => slot.kind === 'product' || slot.kind === 'identifier')) return false
  const words = wordsOf(text.replace(spanishHave, ' ').replace(pleonastic, ' '))
  for (const [i, word] of words.entries()) {
    const next = words[i + 1]
    if (pronoun.test(word)) {
      if (!/^(?:that|this|those|these)$/.test(word)) return true
      if (
        next === undefined ||
        saidOfIt.has(next) ||
        (functionWords.has(next) && !notDemonstrative.has(next)) ||
        actions.has(next) ||
        next === 'is'
      )
        return true
    }
    // A named thing: what a later pronoun means.
    if (
      /^ones?$/.test(word) &&
      i > 0 &&
      !/^(?:of|day|item|items|week|weeks|year|month|hour|minute|person|way|time|night|piece)$/.test(next ?? '')
    )
      return true
    if (determiner.has(word) && next !== undefined && !functionWords.has(next)) {
      // "the blue one" names nothing yet.
      const isNameless = /^ones?$/.test(next) && !unitOfOne.test(words[i + 2] ?? '')
      if (/^ones?$/.test(words[i + 2] ?? '') || isNameless) return true
      return false
    }
    if (!functionWords.has(word) && !actions.has(word)) return false
  }
  return false
}

const bareReply =
  /^(?:yes|yep|yeah|no|nope|ok|okay|sure|please|right|correct|exactly|thanks|thank you|why|why not|when|where|how|how long|how much|how many|how so|how often|which|which one|who|what|really|more|more details|again|go on|explain|since when|until when|for how long|ja|nein|warum|wann|wo|wie|wie lange|wie viel|oui|non|pourquoi|quand|où|combien|sí|si|por qué|cuándo|cuánto|为什么|什么时候|多久|多少钱|好的|是的|不是)(?:[ ,]+(?:please|thanks|thank you|then|exactly|bitte|danke|merci|por favor|gracias))?[\s?.!]*$/u
const fragment = /^(?:in|for|to|with|without|by|from|at|on|until|after|before|not|only|just|even)\s/u
const longestFragment = 4

/**
 * Whether the text continues a conversation and cannot be understood without it: "and the blue one?", "how long does
 * that take?". `text` is folded and in lower case. Where nothing came before, a bare "refunds to PayPal?" or "when?" is
 * taken for a question of its own.
 */
export const isFollowUp = (text: string, slots: readonly Slot[], hasContext: boolean): boolean => {
  if (opener.test(text) || elliptic.test(text) || foreignPronoun.test(text) || pointsOutside(text, slots)) return true
  return hasContext && (bareReply.test(text) || (fragment.test(text) && wordsOf(text).length <= longestFragment))
}

const greeting =
  /(?<!\p{L})(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|welcome|there|team|how are you|how do you do|(?:how|what) (?:can|may) (?:i|we) (?:help|do for|assist)(?: you)?(?: with)?(?: today)?|i have a (?:quick )?question|can you help me|hallo|guten (?:tag|morgen|abend)|moin|servus|wie kann ich (?:ihnen|dir|euch) (?:heute )?(?:helfen|weiterhelfen)|wie geht es ihnen|ich habe eine frage|hola|buen[oa]s(?: (?:d[ií]as|tardes|noches))?|qu[eé] tal|en qu[eé] (?:puedo|podemos) ayudar(?:le|te|les|os)?|tengo una (?:pregunta|duda)|bonjour|bonsoir|salut|comment (?:puis-je|pouvons-nous) vous aider|j'ai une question|en quoi puis-je vous aider|ciao|buongiorno|buonasera|salve|come posso aiutar(?:la|ti)|ol[aá]|oi|bom dia|boa (?:tarde|noite)|como posso (?:ajudar|te ajudar|ajudá-l[oa])|tudo bem|hoi|goede(?:morgen|middag|navond|ndag)|(?:hoe|waarmee) kan ik (?:u|je|jou) helpen|thanks|thank you|please|today)(?!\p{L})|你好|您好|早上好|下午好|晚上好|在吗|请问有什么可以帮(?:您|你)(?:的吗)?|有什么(?:可以|能)帮(?:您|你)(?:的|吗|的吗)?|很高兴为您服务/gu

/** Whether a message says no more than hello: what comes after it continues nothing. `text` is folded and in lower case. */
export const isGreeting = (text: string): boolean =>
  text.length <= longestGreeting && !/[\p{L}\p{N}]/u.test(text.replace(greeting, ' '))
const longestGreeting = 200
