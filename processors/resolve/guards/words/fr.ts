import { frFiller, frService } from './fr/service.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What French questions to customer services say in more than one way. */
export const fr: Vocabulary = {
  filler: `
    le, la, les, l, un, une, des, du, de, d, ce, cet, cette, ces, je, j, tu, il, elle, on, nous, vous, ils, elles, me, m, te, t, se, s, lui, leur, y, en, mon, ma, mes, ton, ta, tes, son, sa,
    ses, notre, nos, votre, vos, c, c'est, est-ce, est-ce que, qu'est-ce que, est, sont, suis, es, êtes, sommes, être, était, été, soit, serait, ai, as, a, ont, avons, avez, avoir, eu, ai-je, a-t-il, y a-t-il, il y a, peut, peux, puis, puis-je, peut-on, peut-il, peut-elle, pouvez, pouvons, pourrais, pouvoir, que dois-je faire, que faut-il faire, devrais, veux, veut, voudrais, vouloir, souhaite, aimerais, possible, possibilité, autorisé, autorisée, permis, à, au, aux, dans, sur, par, pour, avec, chez, et, ou, mais, donc, que, qu, quoi, quel, quelle, quels, quelles,
    comment, où, si, combien de, faire, fait, fais, faites, faites-vous, fait-on, façon, manière, meilleure façon, moyen, méthode, procédure, étape, étapes, aide, aider, aidez, question, savoir, sais, dire, veut dire, signifie, signifier, expliquer, passe, passe-t-il, que se passe-t-il, arrive-t-il, qu'arrive-t-il, svp, s'il vous plaît, s'il, plaît, merci, bonjour, bonsoir, salut, chose, problème, problèmes, disponible, disponibles, proposez, proposez-vous, proposer, offre, offrez, trouver, trouve, utiliser, utilise, utilisé, utilisée, existe, existe-t-il, existe-t-elle, ici, là, déjà, bien, ça, cela, va, vais, va-t-il, aller, obtenir, obtiens, recevoir, prendre, prends, avez-vous, prévue, prévu, lors, dès, ainsi, alors, même, très, je ne sais pas, sais pas, n, ne, quelqu'un, celui, celle, effectuer, est-il, est-elle, sont-ils, sont-elles, ont-elles, ont-ils, a-t-elle, aucune idée, vraie, vrai, peuvent, acceptez-vous, accepte-t-on, puis-je payer avec, puis-je payer par, peut-on payer avec, prend-il, prend, dure, dure-t-il, durée, valable, offrent,
    ${frFiller},
    aussi, également, pendant`,
  concepts: `
    refund: remboursement, rembourser, remboursé, remboursés, remboursée, rembourse, récupérer mon argent
    return: retourner, retour, renvoyer, rendre
    exchange: échanger, échange
    cancel: annuler, annulation, annulé, annule, annulée
    terminate: résilier, résiliation
    renew: renouveler, renouvellement
    order: commande, commander, achat
    buy: acheter
    sell: vendre, vente
    book: réserver, réservation
    reserved: réservée aux, réservée, réservé
    parcel: colis, paquet
    ship: livraison, livrer, livrez, livrez-vous, livraisons, expédition, expédier, expédié, expédiez
    send: envoi, envoyer, envoie
    receive: réception, réceptionner
    pay: payer, paye, paie, paiement, régler, règlement
    payment method: moyens de paiement, modes de paiement, méthodes de paiement, comment puis-je payer, comment payer
    invoice: facture
    billing: facturation
    cost: coût, coûte, combien coûte, prix, tarif, frais, combien, coûte-t-elle, coûte-t-il, quel est le coût, quel est le prix
    free: gratuit, gratuite, gratuitement, sans frais
    discount: remise, réduction, rabais
    account: compte
    open: ouvrir, ouvert, ouverts, ouverte, ouvre
    when open: horaires, heures d'ouverture, horaire
    close: fermer, clôturer, fermé
    enable: activer, activation, allumer
    disable: désactiver, désactivation, éteindre
    start: commencer, commencent, débutent, débuter, commence, débute, début
    end: finir, finissent, terminer, terminent, finit, termine, fin
    login: connexion, me connecter, se connecter
    logout: déconnexion, me déconnecter
    password: mot de passe
    forget: oublié, oublier, oublie
    reset: réinitialiser
    change: changer, modifier, modification, mettre à jour
    increase: augmenter, augmentation, relever
    decrease: baisser, diminuer, réduire
    lock: bloquer, verrouiller
    unlock: débloquer, déverrouiller
    add: ajouter, ajout
    remove: supprimer, suppression, enlever, retirer, effacer
    connect: connecter, relier
    disconnect: déconnecter
    transfer: virer, virement, transférer
    instalment: plusieurs fois, en plusieurs fois
    agent: conseiller, personne, humain, vraie personne, agent, interlocuteur
    talk: parler
    contact: contacter, joindre, contact
    service: service client, service clients, service à la clientèle, support, assistance
    report: signaler, déclarer
    appointment: rendez-vous, rdv
    dentist: dentiste
    cover: couvrir, couvre, couvre-t-elle, couverts, couvertes, couvert
    healthcare: mutuelle
    care: soins
    abroad: à l'étranger, étranger, de l'étranger
    when: quand, à quelle heure, quel jour
    why: pourquoi, pour quelle raison
    who: à qui, qui
    must: dois, doit, doit-on, dois-je, devoir, faut, faut-il, il faut, besoin, ai besoin, nécessaire, nécessaires, obligatoire, obligatoires
    whereis: où est, où sont, où se trouve
    howlong: combien de temps, délai, délais, quelle est la durée
    howlong ship: délai de livraison, délais de livraison, combien de temps prend la livraison
    howmany: combien de fois
    cheap: moins cher, moins chère, moins chers
    expensive: plus cher, plus chère, cher
    annual: annuel, annuelle
    monthly: mensuel, mensuelle
    plan: forfait, offre, abonnement forfait
    limit: plafond
    roaming: itinérance, roaming
    wifi: wifi, wi-fi
    tv: télévision, télé, téléviseur
    shop: magasin, boutique
    size: taille
    documents: documents, papiers
    savings: livret
    checking: compte courant
    room: chambre
    year: ans, an
    travel: voyager, voyage
    arrive: arriver, arrivée
    deposit: acompte, verser
    error: erreur
  `,
  service: frService,
  quantifiers: `
    all: tout, toute, tous, toutes, chaque
    both: les deux
    some: certains, certaines, quelques, plusieurs
    few: peu de
    most: la plupart
    only: seulement, uniquement, que pour, exclusivement
    least: au moins, au minimum, minimum
    atmost: au plus, au maximum, maximum, jusqu'à
    more: plus de
    less: moins de
    even: même si
    first: premier, première
    last: dernier, dernière
  `,
  conditions: `
    unless: sauf, sauf si, à moins
    before: avant
    after: après, une fois
    until: jusqu'à ce
    onlyif: seulement si, uniquement si
    evenif: même si
    insteadof: au lieu
  `,
  roles: `
    from: de, du, depuis, d
    to: à, au, vers
    for: contre
    than: que le, que la, que l, que
    instead: au lieu de, au lieu du
  `,
}
