import { expect, test } from 'vitest'
import { cpuMs } from '../cpu-ms.fixtures.ts'
import { languageOf } from './language.ts'

const questions: Record<string, string[]> = {
  en: [
    'hello',
    'refund?',
    'order status',
    'password reset',
    'where is my order',
    'how do i return this',
    'cancel order 00123842',
    'shipping to Germany',
    'iPhone 13',
    'Can I pay with PayPal?',
    'gift card balance',
    'do you have it in blue',
    'how much is delivery',
    "I can't log in",
    'enable 2FA',
    'What is your café menu?',
    'is the Müller jacket in stock',
    'und in German means and',
    'track FH-104233',
    'thanks a lot',
  ],
  de: [
    'Wo ist mein Paket?',
    'Wie kann ich meine Bestellung stornieren?',
    'Rückgabe',
    'Passwort vergessen, was nun?',
    'Was kostet der Versand?',
    'hallo',
    'Ich möchte einen Artikel zurückgeben',
    'Rechnung',
    'Wann kommt meine Lieferung',
    'Danke',
    'Konto löschen bitte',
    'Ist die Jacke noch da?',
  ],
  fr: [
    'Où est mon colis ?',
    'Comment annuler ma commande ?',
    'bonjour',
    'remboursement',
    "Je n'ai pas reçu ma commande",
    'mot de passe oublié',
    'Combien coûte la livraison ?',
    'merci',
    "L'article est cassé",
    'Puis-je payer par carte ?',
  ],
  es: [
    '¿Dónde está mi pedido?',
    'cuanto tarda el envio',
    'Quiero devolver un producto',
    'hola',
    'gracias',
    'Necesito cambiar mi contraseña',
    'reembolso',
    '¿Cómo puedo cancelar mi pedido?',
    '¿Tienen la talla M?',
    'no me ha llegado el paquete',
  ],
  it: [
    'Dove è il mio ordine?',
    'Come posso restituire un prodotto?',
    'Vorrei un rimborso',
    'grazie',
    'Quanto costa la spedizione?',
    'ciao',
    'Ho perso la password',
    'Non ho ricevuto il pacco',
  ],
  nl: [
    'Waar is mijn bestelling?',
    'Hoe kan ik mijn pakket retourneren?',
    'Wat kost de verzending?',
    'wachtwoord vergeten',
    'Ik wil mijn geld terug',
    'Wanneer wordt het verzonden?',
    'Kan ik met iDEAL betalen?',
  ],
  pt: ['Onde está o meu pedido?', 'Não recebi a minha encomenda', 'Quero cancelar a minha conta'],
  zh: ['你好', '怎么退货？', '我的订单在哪里', '可以用支付宝付款吗', '取消订单 00123842', 'iPhone 有货吗'],
  ja: ['返品できますか', '注文をキャンセルしたい'],
  ko: ['주문을 취소하고 싶어요'],
  ru: ['Где мой заказ?'],
  ar: ['أين طلبي'],
  und: ['12345', '???', ''],
}

const table = Object.entries(questions).flatMap(([language, texts]) => texts.map(text => [text, language]))

test.each(table)('%j is %s', (text, language) => expect(languageOf(text!)).toBe(language))

test('a megabyte takes no longer than its first part', () => {
  const text = 'wo ist mein paket '.repeat(60_000)
  expect(cpuMs(() => languageOf(text))).toBeLessThan(100)
})
