const now = new RegExp(
  [
    "\\b(?:today|today's|tonight|tomorrow|right now|currently|at the moment|at present|as of now|nowadays|these days|this (?:morning|afternoon|evening|weekend)|latest)\\b",
    '\\b(?:open|available|happening|down|working) now\\b|\\bnow open\\b',
    '\\bstill (?:open|available|in stock|on sale|valid|running|going on|on offer)\\b',
    '\\b(?:is|are|have|got|any|anything) (?:[^.?!]{0,60} )?in stock\\b|\\bcurrent (?:price|offers?|deals?|stock|status|promotions?|wait|waiting)\\b',
    '\\b(?:heute|jetzt gerade|derzeit|zurzeit|aktuell|momentan|noch verfügbar|noch auf lager|auf lager)\\b',
    "aujourd'hui|\\b(?:maintenant|en ce moment|actuellement|demain|en stock)\\b",
    '\\b(?:hoy|ahora mismo|actualmente|en este momento)\\b|disponible ahora',
    '^(?:is|are|how (?:long|many|much))\\b.* now\\W*$|\\btonight',
    '^(?:ist|sind|gibt|haben|hat|funktioniert|läuft|fährt|warum)\\b.*\\bgerade\\b|\\b(?:im moment|zur zeit|morgen früh|heute abend)\\b|\\bjetzt\\W*$',
    '\\b(?:actual|ahora)\\W*$|\\b(?:esta noche|en estos momentos|por ahora)\\b',
    '\\b(?:ce soir|actuel|actuelle|à présent)\\W*$|\\b(?:ce soir|pour le moment)\\b',
    '\\b(?:agora|hoje|oggi|adesso|vandaag|op dit moment|no momento|al momento)\\b',
    '(?:adesso|stasera|domani|oggi|in questo momento)|\\bora\\W*$|\\b(?:vanavond|momenteel|op dit ogenblik)\\b|\\bnu (?:open|beschikbaar|geopend)|\\bnu\\W*$|\\b(?:amanhã|neste momento|esta noite)(?!\\p{L})|(?<!(?:guten|am|jeden|der|den) )\\bmorgen\\W*$|(?<!(?:la|cada|por) )mañana\\W*$',
    '今天|今晚|现在|目前|当前|此刻|明天|有货|有现货',
  ].join('|'),
  'u',
)
// Asks for a rule about it: "what happens when an item is not in stock".
const asksForTheRule =
  /\b(?:what happens|how do i (?:get|set|sign|cancel|turn)|notify|alert|alerts|let me know|remind)\b/u

/** Whether the answer holds for now only: stock, opening today, current offers. `text` is folded and in lower case. */
export const isTimeSensitive = (text: string): boolean => now.test(text) && !asksForTheRule.test(text)
