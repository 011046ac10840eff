/**
 * The commonest small words of each language, and those of shops and customer service that carry a two-word question
 * by themselves. A word may stand under several languages; it then speaks for each of them, but less.
 */
export const languageWords: Readonly<Record<string, string>> = {
  en: `a about account acquire article d error ll m prefer re s someone speak t ve with address after all am an and any are arrive as at back be been before broken buy by can cancel cannot card
    cant card change charge charged check code could customer damaged day days delete delivery did didn do does doesn don done for
    forgot found from get give got had has have hello help hey hi how i if in is isn item it its just know late lost make me
    missing money more much my need new not number of on one or order orders our out package parcel password pay payment
    please price product purchase receive refund reset return returns send service shipping should size so some still
    stock store support take tell thank thanks that the their them there they this time to track tracking turn up update
    use using want warranty was we were what when where which who why will with without won work working would wrong you your`,
  de: `beginnt uhr aber alle als am an auch auf aus bei bekomme bekommen benötige bestellen bestellt bestellung bestellungen bezahlen bin bis bitte brauche danke das dass dem den der des die dies diese diesen dieser
    doch ein eine einem einen einer er es für geht gibt guten habe haben hallo hat hilfe hier ich ihr ihre ihren im in ist
    ja kann kannst kein keine kaufen kontakt konto kosten kostet kundenservice können könnte lieferung lieferzeit mein meine meinem
    meinen meiner mich mir mit möchte nach nicht noch nur oder ohne paket passwort preis rechnung retoure rückerstattung
    rückgabe schon sein seine sich sie sind so soll storniere stornieren tag und uns versand verloren vom von vor wann war warum was
    wenn werden wer wie wieder will wir wird wo wurde zahlen zahlung zu zum zur zurück zurückgeben zurückschicken ändern`,
  fr: `ai aide annuler article au aussi avec avez avoir bonjour c carte ce cela cette changer colis combien comment commande
    commandes compte d dans de depuis des dois du elle en encore est et être faire fait faut ici il ils j jamais je l la le
    les leur livraison ma mais mes merci moi mon mot n ne non nos notre nous on ou où oui par pas passe payer peut peux plus
    pour pourquoi pouvez prix puis qu quand que quel quelle quels qui reçu remboursement remboursé retour retourner sa sans se service ses si son sont suis
    sur t ta tu un une vais veux vos votre voudrais vous y à`,
  es: `a al algo ayuda buenas buenos cambiar cancelar como comprar contraseña con cuando cuanto cuenta cuesta cuál cuándo cuánto cómo de del desde devolver devolución
    dinero donde dónde el ella en entre envío envio es esa ese eso esta estado este esto está están estoy fue gracias ha haber hace hacer hasta hay he
    hola la las le llega llegado lo los me mi mis mucho muy más necesito no nos para pagar pago paquete pedido pedidos pero
    por porque precio producto puede puedo qué que quiero quiere reembolso se ser si sin sobre son soy su sus talla tarda tarjeta te
    tengo tiene tienen todo tu un una uno y ya yo`,
  it: `a ai al alla anche annullare aiuto avete bonifico buongiorno che chi ci ciao come con cosa costa cui da dal dei del della devo di dove e ed è era fa fare
    gli grazie ha hai hanno ho i il in indirizzo io la le lo ma mi mia mie miei mio modo nel nella no non o ordine ordini pacco pagamento pagare per
    perché perso più posso potete può quale quali quando quanto quanti questa questo rimborso resi reso restituire sconto se sei si sia siete sono
    spedizione su sul sulla taglia ti tra tutto un una uno vi voglio vorrei`,
  nl: `aan afgelopen al als annuleren ben bestelling bestellen betalen betaling bij dat de deze dit doen door een en er geen geld goedemorgen graag had
    hallo heb hebben heeft het hoe hoeveel hoelang hun ik in is ja jullie kan kosten kost kunnen kwijt maar maat me met mij mijn moet naar niet
    nog nu of om ons ook op over pakket prijs product retour retourneren retourzending te terug terugbetaling toch tot uit van veel verzending verzonden voor waar waarom wachtwoord
    wanneer was wat we wel welke werkt wie wij wil wilt worden wordt zijn zo zonder`,
  pt: `acima grátis quais a ao aos as até cancelar cartão com como conta da das de desde devolver do dos é e ela ele em entrega enviar essa esse esta este eu
    fazer foi há isso já mais mas me meu meus minha minhas muito não na nas no nos o obrigado onde os ou para pagamento pedido pela
    pelo pode por porque posso preciso qual quando quanto que quem quero reembolso se sem senha ser seu sua são também tem tenho um uma você`,
}
