import { describe, expect, it } from 'vitest'
import { direction } from './direction.ts'
import { judgedBy } from './guards.fixtures.ts'

const judged = judgedBy(direction)

describe('the direction guard', () => {
  it.each([
    ['do you fly from denver to boston', 'do you fly from boston to denver', 'en'],
    ['how do i convert euros to dollars', 'how do i convert dollars to euros', 'en'],
    ['can i swap trousers for a shirt', 'can i swap a shirt for trousers', 'en'],
    ['can a passenger rate a driver', 'can a driver rate a passenger', 'en'],
    ['can my ex wife sue my business partner', 'can my business partner sue my ex wife', 'en'],
    ['can a driver be rated by a passenger', 'can a driver rate a passenger', 'en'],
    ['is the monthly plan cheaper than the annual one', 'is the annual plan cheaper than the monthly one', 'en'],
    ['i ordered coffee instead of tea', 'i ordered tea instead of coffee', 'en'],
    ['do i get upgrades for miles', 'do i get miles for upgrades', 'en'],
    ['5 of 3 parcels arrived', '3 of 5 parcels arrived', 'en'],
    ['darf der mieter den vermieter fotografieren', 'darf der vermieter den mieter fotografieren', 'de'],
    ['hay vuelos de sevilla a bilbao', 'hay vuelos de bilbao a sevilla', 'es'],
    ['y a-t-il un train de brest à lyon', 'y a-t-il un train de lyon à brest', 'fr'],
    ['my landlord owes me a deposit', 'i owe my landlord a deposit', 'en'],
    ['can i gift my sister my subscription', 'can my sister gift me her subscription', 'en'],
    ['can you call me', 'can i call you', 'en'],
    ['how do i call spain from germany', 'how do i call germany from spain', 'en'],
    ['can i replace milk with yoghurt', 'can i replace yoghurt with milk', 'en'],
    ['ich schulde meinem vermieter miete', 'mein vermieter schuldet mir miete', 'de'],
    ['puedo ceder la póliza a mi hermana', 'mi hermana me puede ceder la póliza', 'es'],
    ["je dois de l'argent à mon voisin", "mon voisin me doit de l'argent", 'fr'],
    ['posso cedere la polizza a mia sorella', 'mia sorella mi può cedere la polizza', 'it'],
    ['我可以给我朋友转账吗', '我朋友可以给我转账吗', 'zh'],
    ['可以把裤子换成衬衫吗', '可以把衬衫换成裤子吗', 'zh'],
  ])('refuses "%s" for "%s"', (asked, stored, language) => {
    expect(judged(asked, stored, language)).not.toBeNull()
    expect(judged(stored, asked, language)).not.toBeNull()
  })

  it.each([
    ['do you fly to denver from boston', 'do you fly from boston to denver', 'en'],
    ['on sundays what time do you open', 'what time do you open on sundays', 'en'],
    ['is breakfast included in the room rate', 'does the room rate include breakfast', 'en'],
    ['if my flight is cancelled can i get a refund', 'can i get a refund if my flight is cancelled', 'en'],
    ['red and blue shirts', 'blue and red shirts', 'en'],
    [
      'wie kann ich vom sparkonto geld auf das girokonto überweisen',
      'wie überweise ich geld vom sparkonto auf das girokonto',
      'de',
    ],
    ['can i get a refund from you', 'can you give me a refund', 'en'],
    ['wie erhöhe ich mein kreditkartenlimit', 'wie kann ich das limit meiner kreditkarte erhöhen', 'de'],
    ['is a used mattress returnable', 'can i return a mattress that has been used', 'en'],
    ['the same', 'something else', 'en'],
  ])('lets "%s" pass for "%s"', (asked, stored, language) => {
    expect(judged(asked, stored, language)).toBeNull()
    expect(judged(stored, asked, language)).toBeNull()
  })
})
