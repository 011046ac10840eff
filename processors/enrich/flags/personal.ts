import type { Slot } from '../../../schemas/types.ts'

const thing =
  '(?:order|orders|parcel|package|packet|delivery|shipment|refund|money|item|items|stuff|replacement|return|purchase|payment|card|goods|transfer|exchange)'

// What can only be answered by looking the asker up.
const states = new RegExp(
  [
    `where(?:'s| is| are|s)(?: the)?(?: rest of)? my ${thing}`,
    `when (?:will|is|are|can i expect|should i expect|does) (?:i (?:get|receive) )?my ${thing}(?! (?:be|get) (?:possible|allowed))`,
    `(?:has|have|did|is|are|was) my ${thing} (?:\\w+ ){0,3}(?:shipped|dispatched|delivered|arrived|arrive|arriving|sent|left|processed|approved|confirmed|gone|go|received|refunded|cancelled|canceled|lost|late|delayed|stuck|through|on its way|on the way)`,
    `(?:status|whereabouts|location|eta|progress) of (?:my|the|order|purchase|refund) ?(?:${thing})?`,
    `(?:what is|what's|whats|tell me|show me|give me)(?: the| of)? my (?:current |remaining |order |account |points |gift card |loyalty )?(?:balance|points|credit|order number|order|bill|limit|plan|status|history|address|number|tracking number)`,
    'my (?:account |points |current |remaining )?balance(?! (?:expire|transfer))',
    'how (?:many|much) (?:points|credit|money|loyalty points) (?:do i have|have i|is (?:on|in|left)|are (?:on|in|left))',
    'how much do i owe|how much did i (?:pay|spend)|what did i (?:order|buy|pay)|which orders? (?:do|have|did) i',
    'why (?:was|were|am|have|did) (?:i|my account|my card) (?:been |get |being )?(?:charged|billed|blocked|locked|suspended|banned)',
    'did you (?:get|receive|process|send|ship|refund|charge) (?:my|me)|have you (?:received|shipped|sent|refunded|processed|charged) (?:my|me)',
    'when (?:does|will|is) my (?:plan|subscription|membership|contract|trial|account|points|warranty|guarantee) (?:going to |due to |up for )?(?:renew|renewal|expire|end|lapse|run out)',
    `(?:how much|amount)[^?.]{0,24} (?:get|receive|be refunded|refunded)(?: back)? (?:for|on|from) my ${thing}`,
    // Whatever the thing is called: where it is, when it comes, what the last one was, only an account can tell.
    "(?:where|when)(?: is|'s| are|s| does| do| will| did)(?: the)? (?:my|our) (?:\\p{L}+ ){1,4}(?:arrive|come|get here|ship|delivered|be here|show up|turn up)",
    "where(?: is|'s| are|s) (?:my|our) (?!(?:nearest|local|next))",
    '(?:is|are|was|were|has|have) (?:my|our) (?:\\p{L}+ ){1,3}(?:been )?(?:approved|accepted|ready|processed|shipped|sent|confirmed|received|gone through|arrived|paid|closed|active)(?: yet)?',
    'what (?:was|is|were|are) my (?:last|latest|previous|current|next|most recent)',
    'how much (?:do|did|will) i (?:still |currently |now )?(?:owe|have to pay)',
    '(?:total|content|contents|value) of my (?:basket|cart|order|account)',
    '^(?:so |and |hi |hello )?am i (?:a|an|still|already|registered|subscribed|enrolled|on|in|signed up) ',
    '(?:which|what) (?:email|e-mail|address|phone|number|card|name)(?: address| number)? (?:am i|is my|is on my|do you have|did i)',
    '(?:has|did) (?:the|my|our) (?:payment|refund|order|return|transfer|parcel|package|money) (?:already |been )?(?:go|gone|come|went|got|arrive|arrived|reach|reached|ship|shipped|sent)',
    '^(?:my )?(?:order|parcel|delivery|refund|return|shipping|shipment) (?:status|update|progress|eta)\\W*$',
    'wann (?:kommt|kommen) mein(?:e|er|en)? |wo (?:ist|bleibt|sind) mein(?:e|er|en)? ',
    'où (?:est|sont) (?:ma|mon|mes) |quand arrive(?:nt)? (?:ma|mon|mes) ',
    'cuánto (?:debo|tengo que pagar)(?! )|cuánto debo|dónde está(?:n)? mis? |cuándo llegan? mis? ',
    'do you have my (?:address|order|details|return)|which address (?:do|did) (?:you|i)',
    'wo (?:ist|bleibt|sind) mein(?:e|er|en)? (?:paket|bestellung|lieferung|geld|erstattung|rückerstattung|ware)',
    'wann (?:kommt|bekomme ich|erhalte ich) mein(?:e|en)? (?:paket|bestellung|lieferung|geld|rückerstattung)',
    'où (?:est|en est|sont) (?:ma|mon|mes) (?:commande|colis|remboursement|livraison|commandes)',
    'dónde está mi (?:pedido|paquete|reembolso|dinero|envío)|donde esta mi (?:pedido|paquete|reembolso|dinero|envio)',
    "dov'è il mio (?:ordine|pacco)|waar is mijn (?:bestelling|pakket)",
    '我的?(?:订单|包裹|快递|退款)(?:在哪|到哪|什么时候|现在)|我的余额',
  ].join('|'),
  'u',
)
// Who says who they are wants an answer of their own.
const saysWho =
  /(?<!\p{L})(?:my name is|my name's|this is \p{L}+ \p{L}+ (?:speaking|here)|(?:i am|i'm) \p{L}+ \p{L}+,)/u
const statusWord =
  /\b(?:status|where|track|tracking|arrive|arrived|arriving|delivered|shipped|dispatched|update|when|eta|happened|happening|late|delayed|missing|lost|progress|look up|refunded|wo|wann|quand|dónde|cuándo|estado)\b|où est|在哪|到哪|状态|什么时候/u

// "how do I cancel my order" asks for the way, which is the same for everyone, whosever the order is.
const asksForTheWay =
  /\b(?:how (?:do|can|could|would|should|might|to)|where (?:can|do|could|should) i|can i|could i|may i|is it possible|is there a way|am i able|what happens|what should i|what can i do|wie kann|wo kann|comment|cómo|como puedo)\b|怎么|如何/u

/**
 * Whether the answer depends on the asker's account: where an order is, what a balance is. Not whether the text says
 * "my". `text` is folded and in lower case.
 */
export const isPersonal = (text: string, slots: readonly Slot[]): boolean => {
  if (saysWho.test(text)) return true
  if (asksForTheWay.test(text)) return false
  if (states.test(text)) return true
  return slots.some(slot => slot.kind === 'identifier') && statusWord.test(text)
}
