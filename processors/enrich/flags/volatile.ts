const changing = new RegExp(
  [
    // Prices
    '\\bprices?\\b|\\bhow much (?:does|do|is|are|would|will|did)\\b|\\bwhat (?:does|do|would) (?:\\p{L}+ ){1,6}cost\\b|\\b(?:cost|charge|fee)s? (?:of|for)\\b|\\b(?:cheaper|cheapest)\\b',
    '\\b(?:preis|preise|was kostet|was kosten|wie viel kostet|wie teuer)\\b|\\b(?:prix|combien coûte|combien coute)\\b|\\b(?:precio|precios|cuánto cuesta|cuanto cuesta|prezzo|quanto costa)\\b|价格|多少钱',
    // Stock
    '\\b(?:in|out of|back in) stock\\b|\\bstock levels?\\b|\\brestock\\w*\\b|\\bsold out\\b|\\bavailab(?:le|ility)\\b|\\b(?:lieferbar|verfügbar|vorrätig|ausverkauft)\\b|\\b(?:disponible|disponibles|en rupture|agotado|disponibile)\\b|库存|缺货',
    // Opening hours
    '\\b(?:opening|business|store|shop|office|working) (?:hours|times)\\b|\\b(?:when|what time) (?:do|does|are|is) (?:\\p{L}+ ){1,5}(?:open|close|closed)\\b|\\bopen (?:on|at|until|till)\\b|öffnungszeiten|\\bgeöffnet\\b|\\b(?:horaires|heures d.ouverture|horario|orari)\\b|营业时间',
    // Promotions
    '\\b(?:discount|promotion|promo|coupon|voucher|deal|special offer|clearance|flash sale|black friday|cyber monday)s?\\b|\\bon (?:sale|offer)\\b|\\b(?:sale|offer)s? (?:end|ends|start|starts|begin|begins|running)\\b|\\b(?:rabatt|rabatte|gutschein|gutscheine|angebot|angebote)\\b|\\b(?:soldes|réduction|remise|descuento|oferta|ofertas|sconto|saldi)\\b|优惠|折扣|促销',
  ].join('|'),
  'u',
)

/**
 * Whether an answer to the question changes every few days: prices, stock, opening hours, promotions. Weaker than what is
 * time-sensitive, which holds for the moment and is never shared: such an answer is shared, for `cache.volatileTtlMs`. `text` is
 * folded and in lower case.
 */
export const isVolatile = (text: string): boolean => changing.test(text)
