/**
 * What speaks for a scene: wordings and their weight. A word of many scenes ("order", "account") weighs little, one of a
 * single scene much. A scene that is not in the table is recognised by its own name.
 */
export const sceneWords: Readonly<Record<string, readonly (readonly [weight: number, wordings: string])[]>> = {
  returns: [
    [
      3,
      'return|returns|returned|returning|send back|sent back|send it back|return label|exchange|exchanges|exchanged|swap',
    ],
    [
      3,
      'retoure|rückgabe|zurückgeben|zurückschicken|umtauschen|retour|retourner|renvoyer|devolver|devolución|退货|换货',
    ],
    [2, "changed my mind|change of mind|wrong size|doesn't fit|does not fit|drop off|original packaging|worn|tried on"],
  ],
  refunds: [
    [
      4,
      'refund|refunds|refunded|refunding|money back|reimbursed|reimbursement|reimburse|compensation|restitution|rebate',
    ],
    [4, 'rückerstattung|erstattung|geld zurück|remboursement|rembourser|reembolso|退款'],
  ],
  shipping: [
    [
      3,
      'shipping|ship|ships|delivery|deliver|delivers|delivered|deliveries|courier|dispatch|shipment|parcel|parcels|package|carrier|customs',
    ],
    [3, 'tracking|track|versand|lieferung|paket|lieferzeit|livraison|colis|envío|envio|paquete|物流|快递|发货|包裹'],
    [
      2,
      'arrive|arrives|arrived|arriving|postage|neighbour|neighbor|safe place|pickup point|collect|pick up|late|international|abroad|next-day',
    ],
  ],
  orders: [
    [2, 'order|orders|ordered|ordering|purchase|purchases|basket|cart|checkout|out of stock|pre-order'],
    [2, 'bestellung|bestellungen|stornieren|commande|pedido|订单'],
    [2, 'cancel|cancelled|canceled|cancelling|canceling|cancellation|invoice|invoices|receipt|receipts|confirmation'],
  ],
  payment: [
    [
      3,
      'pay|paying|payment|payments|paid|credit card|debit card|card|paypal|klarna|apple pay|google pay|instalments|installments|bank transfer|charged|charge|charges|currency|vat',
    ],
    [3, 'zahlung|bezahlen|zahlen|paiement|payer|pago|pagar|付款|支付'],
    [2, 'billing|declined|authorisation|authorization|direct debit|3-d secure|twice'],
  ],
  account: [
    [
      3,
      'account|accounts|password|passwords|log in|login|sign in|sign up|sign-in|register|registration|username|profile|2fa|two-factor|two factor|two-step|passkey|verification code',
    ],
    [3, 'konto|passwort|anmelden|compte|mot de passe|cuenta|contraseña|账户|账号|密码'],
    [
      2,
      'e-mail address|email address|personal data|personal information|newsletter|privacy|locked out|authenticator|my name|phone number',
    ],
  ],
  promotions: [
    [
      4,
      'promotion|promotions|promo|promo code|discount|discounts|coupon|coupons|voucher|vouchers|discount code|sale|sales|offer|offers|deal|deals|black friday|student discount|loyalty|points|reward|rewards|refer a friend|referral|gift card|gift cards|gift voucher',
    ],
    [4, 'rabatt|gutschein|réduction|code promo|descuento|cupón|优惠|折扣|优惠券'],
  ],
  warranty: [
    [
      4,
      'warranty|warranties|guarantee|guaranteed|repair|repairs|repaired|faulty|defect|defective|broken|broke|stopped working|spare part|spare parts',
    ],
    [4, 'garantie|gewährleistung|reparatur|kaputt|garantía|reparación|保修|维修'],
    [2, 'zip|damaged|damage|claim|fault|tear|seam'],
  ],
  'smart-home': [
    [
      4,
      'smart|smart home|wifi|wi-fi|hub|thermostat|bulb|bulbs|camera|cameras|doorbell|sensor|sensors|smart plug|plug|alexa|google assistant|homekit|matter|zigbee|firmware|bluetooth|router|app|siri|automation|automations',
    ],
    [3, 'pair|pairing|reset the|offline|connect|connected|connecting|disconnects|battery|motion|schedule|schedules'],
  ],
  products: [
    [
      3,
      'size guide|size chart|sizing|sizes|fit|fits|waterproof|material|materials|wash|washing|care|dimensions|weight|capacity|made of|made from|vegan|organic|ingredients|specification|specifications|compatible|review|reviews',
    ],
    [
      2,
      'in stock|back in stock|colour|colours|color|colors|size|jacket|jackets|boots|shoes|jumper|jeans|tent|backpack|trousers|kettle|mug|pan|lamp|rug|chair|duvet|towel|pillow|available|availability',
    ],
  ],
}
