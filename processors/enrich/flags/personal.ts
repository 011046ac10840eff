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
// The same in the words of other things and languages: a value, a state or a date of what is mine.
const mine = new RegExp(
  [
    'when (?:is|are|was|were) (?:my|our) (?:next|last|upcoming|first)',
    "what(?:'s| is| are) the (?:due date|date|amount|total|balance|number|limit|expiry|expiry date|expiration date|value|end date|start date|time|address|result|results) (?:of|on|for) my",
    'how much (?:\\p{L}+ ){0,2}(?:do|have|did) i (?:still |already )?(?:have|got|used?|spend|spent|left|earned|saved)(?! to)',
    'how many (?:\\p{L}+ ){1,3}(?:do|have|did) i (?:still |already )?(?:have|got|used?|left|earned|collected|accumulated|saved)(?! to)',
    'what did (?:the|my) \\p{L}+ (?:write|say|decide|charge|find|prescribe)',
    '(?:which|what) (?:\\p{L}+ )?(?:seat|plan|room|gate|tariff|contract|package|coach|tier|level|version) (?:am i|do i have|did i|have i)',
    'why (?:was|were|is|has) my (?:\\p{L}+ )?(?:application|claim|request|appeal|booking|reservation) ',
    "(?:have|did|had|are|were|didn't|haven't) you (?!got |any |able)(?:\\p{L}+ ){0,4}(?:my|our)\\b",
    "what(?:'s| is| are|s|'re) (?:my|our) (?!best|option|right|obligation|chance|choice|dut|alternativ)(?:\\p{L}+ ?){1,4}\\W*$",
    'what (?:my|our) (?:\\p{L}+ ){1,4}(?:is|are|was|were)\\b',
    '(?:do|did|have) i (?:still )?(?:have |got )?(?:any |some )?(?:\\p{L}+ ){1,3}(?:left|remaining|outstanding|pending)(?: on my [\\p{L} ]+)?\\W*$',
    'am i (?:still )?(?:eligible|entitled) .*\\bmy\\b',
    '(?<!why )(?:was|were|has|have) my (?:\\p{L}+ ){1,3}(?:been )?(?:approved|accepted|rejected|declined|turned down|paid|booked|credited)',

    'wie hoch (?:ist|sind) (?:mein|der stand mein)',
    'wie viele? (?:\\p{L}+ )?(?:habe ich|bleib(?:t|en) mir)|was (?:schulde|zahle) ich',
    'wann (?:ist|war|läuft|endet|beginnt|startet|kommt|kam|wird|wurde|verlängert|verfällt)(?: sich)? mein',
    'wurden? mein|hat (?:man|die|der) .* mein\\p{L}* .*(?:genehmigt|abgelehnt|bearbeitet)',
    '^(?:ist|sind) mein\\p{L}* .*(?:eingegangen|genehmigt|angekommen|bezahlt|fertig|verbucht|unterwegs|versandt|verschickt|bearbeitet|abgelehnt|bestätigt)',
    'welchen? (?:\\p{L}+ )?(?:tarif|vertrag|sitzplatz|platz|plan) habe ich|warum wurde mein (?:antrag|kredit)',

    '(?:haben sie|habt ihr|hast du|hat man) (?:schon |bereits |denn )?mein',
    '^habe ich (?:noch|bereits|schon) |wie (?:lautet|ist) mein',

    '(?:han|hab[eé]is|has) (?:ya )?\\p{L}+[ai]do (?:ya )?mis? |(?:ya )?\\p{L}+(?:aron|ieron) (?:ya )?mis? ',
    '(?:me queda|me quedan|tengo (?:aún|todavía|ya)) (?:alg|m[aá]s |pendiente)|(?:aún|todavía) (?:me quedan?|tengo) ',
    '(?:cu[aá]l es|cu[aá]nto es|dime|qu[eé] es) mi (?!mejor)',
    'cu[aá]nt[oa]s? (?:\\p{L}+ ){0,2}(?:me quedan?|tengo|he (?:gastado|acumulado|usado|pagado)|debo)(?! que| para)',
    'cu[aá]ndo (?:es|llega|llegan|vence|termina|acaba|caduca|empieza|me toca) (?:mi|mis) ',
    '(?:ya )?(?:ha|han|fue|se ha|se han) (?:llegado|aprobado|aprobada|pagado|enviado|procesado|rechazado|confirmado)[^?]*\\bmis?\\b',
    'est[aá]n? (?:mi|mis) |por qu[eé] (?:rechazaron|denegaron|bloquearon) mi|qu[eé] (?:plan|tarifa|asiento) tengo',

    "quel(?:le)? est (?:le|la|l'|mon|ma) ?(?:solde|montant|statut|état|date|numéro|total|limite)?[^?]{0,20}\\b(?:mon|ma|mes)\\b",
    'quand (?:est|expire|arrive|finit|commence|se termine|aura lieu) (?:mon|ma|mes) ',
    "combien (?:de |d')(?!temps|jours)\\p{L}+ (?:ai-je|j'ai|me reste|il me reste)|combien (?:me reste|dois-je(?! payer pour)|ai-je)",
    '(?:mon|ma|mes) [^?]{1,30} (?:est|a|sont|ont)-(?:t-)?(?:il|elle|ils|elles) (?:été )?(?:bien )?(?:arriv|approuv|accept|trait|pay|expédi|confirm|refus|rembours|reçu)',
    'pourquoi (?:mon|ma) (?:dossier|demande|prêt)',

    'avez-vous (?:bien |déjà )?\\p{L}+(?:é|u|is|it|ert) (?:mon|ma|mes) |^ai-je (?:encore|toujours|déjà|bien) |(?:me reste-t-il|il me reste)',

    '你们?.{0,8}(?:收到|取消|处理|拒绝|批准|退|发|寄)(?:了)?我的|^我还有.*(?:吗|么)|我的.{1,10}(?:收到|取消|处理|批准|退|发|寄)了(?:吗|没)',
    '我(?:的)?.{0,6}(?:还剩|剩余|还有|剩下)(?:了)?(?:多少|几)|我(?:有|用了|花了|积累了)多少',
    '我的.{1,12}(?:通过了|到了|到账|批准了|批了|成功了|是多少|有多少|处理好|好了吗|审核)|我的.{1,8}(?:什么时候|哪天)(?:到|来|开始|结束|是)',
    '我(?:的)?(?:下次|下一次|上次|上一次)',

    '(?:já )?\\p{L}+(?:aram|eram|iram) (?:o |a |os |as )?(?:meu|minha)|ainda tenho |me resta',
    'qual é o? ?meu |quando (?:é|vence|chega|termina) (?:o|a)? ?(?:meu|minha) |quant[oa]s? \\p{L}* ?(?:tenho|me resta)',
    'avete (?:già |forse )?\\p{L}+(?:to|so) (?:il mio|la mia|i miei|le mie) |qual è la mia |ho ancora |mi rest',
    "qual è il mio |quand'è il mio |quando (?:è|scade|arriva) (?:il|la) (?:mio|mia) |quant[oaie] \\p{L}* ?(?:ho|mi rest)",
    '(?:hebben jullie|heeft u|hebt u|heb je) (?:al )?mijn .*(?:ontvangen|verwerkt|verzonden|ge\\p{L}+[td]|ge\\p{L}+en)|^heb ik nog ',
    'wat is mijn (?:saldo|stand|factuur)|wanneer (?:is|komt|loopt|eindigt) mijn |hoeveel \\p{L}* ?heb ik',
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

// Asks for the answer, not for the way to it.
const toAsk =
  /\b(?:can|could|may|might) (?:i|we) (?:ask|know|find out|check|see)(?: you)? (?=what|when|whether|if|how (?:much|many)|which)/gu

/**
 * Whether the answer depends on the asker's account: where an order is, what a balance is. Not whether the text says
 * "my". `text` is folded and in lower case.
 */
export const isPersonal = (text: string, slots: readonly Slot[]): boolean => {
  if (saysWho.test(text)) return true
  const asked = text.replace(toAsk, '')
  if (asksForTheWay.test(asked)) return false
  if (states.test(text) || mine.test(text)) return true
  return slots.some(slot => slot.kind === 'identifier') && statusWord.test(text)
}
