import { describe, expect, test } from 'vitest'
import { lineOf, slotsOf } from './flags.fixtures.ts'
import { isPersonal } from './personal.ts'

const personal = (text: string) => isPersonal(lineOf(text), slotsOf(text))

describe('an answer that depends on the account is personal', () => {
  test.each([
    'Where is my order?',
    'When is my next appointment?',
    'How much data do I have left?',
    'What seat am I sitting in?',
    'Why was my loan application turned down?',
    'Wie hoch ist mein Kontostand?',
    'Wann läuft mein Vertrag aus?',
    'Wurde meine Zahlung schon verbucht?',
    '¿Cuál es mi saldo?',
    '¿Cuántos datos me quedan?',
    'Combien de points ai-je accumulés ?',
    'Quel est le solde de mon compte ?',
    '我还剩多少流量？',
    '我的贷款申请通过了吗？',
    'Qual è il mio saldo?',
    'Where is my new lamp?',
    'When does my sofa arrive?',
    'What was my last order?',
    'How much do I still owe?',
    'What is the total of my basket?',
    'Am I a gold member?',
    'Which email am I registered with?',
    'Has the payment gone through?',
    'order status',
    'Is our return approved?',
    'I am Lou Smith, can I pay by invoice?',
    'Wann kommt meine Lampe?',
    'Où est ma lampe ?',
    '¿Cuánto debo todavía?',
    "where's my parcel",
    'wheres my refund',
    'When will my package arrive?',
    'Has my order been shipped yet?',
    'What is my balance?',
    'my points balance',
    'How many points do I have?',
    "what's my order number",
    'status of my order',
    'Did you receive my return?',
    'where is FH-104233',
    'status of order 00123842',
    'track 1Z999AA10123456784',
    'When will order {{Order Number}} arrive?',
    'Why was I charged twice?',
    'Wo ist mein Paket?',
    'Où est ma commande ?',
    '¿Dónde está mi pedido?',
    '我的订单在哪里',
  ])('%j', text => expect(personal(text)).toBe(true))
})

describe('an answer that is the same for everyone is not, though the question says "my"', () => {
  test.each([
    'How do I cancel my order?',
    'how can I check my balance',
    'Where can I see the status of my order?',
    'How do I track my order?',
    'Can I change my address?',
    'I want to return my jacket',
    'cancel order FH-104233',
    'How do I find out where my parcel is?',
    'What happens if my order arrives late?',
    'Do my points expire?',
    'Is my data safe with you?',
    'When do you ship orders?',
    'Is it possible to track my order 00123842?',
    'Wie kann ich meine Bestellung stornieren?',
  ])('%j', text => expect(personal(text)).toBe(false))
})
