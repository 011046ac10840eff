/** Openers, courtesies and asides of French questions. */
export const frFiller = `
    est-il possible, est-il possible de, serait-il possible, serait-il possible de, est-ce possible, y a-t-il moyen, y a-t-il un moyen, y a-t-il une façon, y a-t-il une possibilité, existe-t-il un moyen, existe-t-il une possibilité, ai-je la possibilité, a-t-on la possibilité, ai-je le droit, a-t-on le droit, suis-je autorisé, suis-je autorisée, est-ce permis, est-il permis, est-il autorisé, est-ce autorisé, est-ce que je peux, est-ce qu'on peut, est-ce que l'on peut, est-ce que vous, peut-on, l'on, pourrait-on, pourrais-je, pouvons-nous, pouvez-vous, pourriez-vous,
    pouvez-vous me dire, pourriez-vous me dire, peux-tu me dire, dites-moi, dis-moi, pouvez-vous m'expliquer, pourriez-vous m'expliquer, pouvez-vous m'indiquer, pourriez-vous m'indiquer, indiquer, indiquez-moi, m'indiquer, m'expliquer, expliquez-moi, je voudrais savoir, j'aimerais savoir, je souhaiterais savoir, je veux savoir, je souhaite savoir, je me demande, je me demandais, je voulais savoir, je voulais demander, savez-vous, sauriez-vous, j'ai une question, une question, petite question, question rapide, une petite question,
    pouvez-vous m'aider, pourriez-vous m'aider, aidez-moi, m'aider, j'ai besoin d'aide, besoin d'aide, j'ai besoin d'aide pour, j'aimerais, je voudrais, je souhaite, je souhaiterais, j'essaie, j'essaye, essaie, essayer, je cherche, cherche, chercher, je compte, j'envisage, j'ai l'intention, intention, envie, j'ai envie, désire, désirerais, je désire, merci beaucoup, merci d'avance, d'avance, merci bien, mille mercis, cordialement, bien à vous, bonne journée, bonne soirée, coucou, hello, madame, monsieur, chère équipe, cher, chers, désolé, désolée, pardon, excusez-moi, désolé de vous déranger, déranger, si possible, si c'est possible, éventuellement, par hasard, au fait,
    normalement, généralement, habituellement, en général, d'habitude, en principe, simplement, exactement, concrètement, précisément, vraiment, facilement, correctement, directement, personnellement, encore, toujours, déjà, donc, alors, enfin, puis, ensuite, du coup, en fait, juste, un peu, plutôt bien, svp, stp,
    que dois-je faire pour, que faut-il faire pour, qu'est-ce que je dois faire, que faire, que faire si, que puis-je faire, qu'est-ce que je peux faire, que dois-je faire si, quoi faire, comment faire, comment faire pour, comment est-ce que, comment dois-je, comment puis-je, comment peut-on, comment procéder, comment ça se passe, comment cela se passe, comment ça marche, comment cela fonctionne, procéder, procède, s'y prendre, m'y prendre, de quelle façon, de quelle manière, par quel moyen, quelle est la procédure, quelles sont les étapes, quelles étapes, quelle est la démarche, quelles sont les démarches, démarche, démarches, quelle démarche, quel est le moyen, la meilleure façon, la meilleure manière, marche à suivre, la marche à suivre, quelle est la marche à suivre, option, options, cas, dans le cas, en cas, au cas où, dans ce cas, le cas où, que se passe-t-il si, que se passe-t-il quand, qu'arrive-t-il si, il se passe, se passe, arrive si,
    chez vous, avec vous, auprès de vous, dans votre magasin, dans votre boutique, votre entreprise, votre société, votre boutique, votre magasin, votre service, votre site, sur votre site, client, clients, cliente, en tant que client, pour les clients, aux clients, avez-vous, est-ce que vous avez, vous avez, y a-t-il des, disposez-vous, disposez, disposer, dispose, propose, proposent, fournissez, fournir, fournissez-vous, offrez-vous, servir, sert, fonctionne, fonctionner, marche, marcher, mettre, admis, admise, admises, acceptés, acceptées, bienvenus, venir, venir avec, amener, emmener, apporter, ont-ils droit à, ai-je droit à, droit à, ont droit à, réaliser, réalise, faire en sorte, procédure de, demander à, demande de, demander un, demander une, demander le, demander la, faire une demande de, faire la demande, faire une demande, effectue, effectué, mettre en place, avoir lieu, faudrait, faudrait-il, pourra, pourrai, pourrons, peut-être, devrais-je, devrait, souhaitons, voulons, aurais, aurait, auriez-vous, auriez, serai, sera, seront, seraient, étais, était-il, étant, fût, ayant,
    informations, information, info, infos, informations sur, renseignement, renseignements, détails, plus d'informations, en savoir plus, au sujet de, à propos de, concernant, en ce qui concerne, quant à, quid de, qu'en est-il de, relatif, relative, par rapport à, conditions, règles, politique de, quelle est la politique, quelle est votre politique, truc, choses, sorte, sortes, type, types, genre, mien, mienne, vôtre, ce que, ce qui, celui-ci, celle-ci, ceux, celles, dont, lequel, laquelle, lesquels, lesquelles, duquel, ceci, aucune, rien que, quelque chose, n'arrive pas à, n'arrive plus à, n'y arrive pas, quelque part, quelconque, moi, toi, soi, eux, à moi, à mon tour, tant, autant, aussi bien, ainsi que, afin, afin de, parce que, car, puisque, lorsque
`

/** What French questions about money, goods, travel, telephone, software and health say in more than one way. */
export const frService = `
    refund: récupérer l'argent, me faire rembourser, être remboursé, se faire rembourser, remboursements, remboursez, remboursez-vous, obtenir un remboursement, ravoir mon argent, remboursable, remboursent, être remboursée, remboursées, récupère mon argent
    return: retours, retourné, renvoyé, retournée, faire un retour, rapporter, renvoi, retourne, renvoie, rendu, restituer, ramener, retournés, retourner un article, renvoyer un article, retourner un produit
    exchange: échangé, échangée, troquer, échanger contre
    cancel: annulations, annuler ma commande maintenant, décommander, annulez, annulable, revenir sur ma commande, annulés
    terminate: résilié, résilie, mettre fin, mettre un terme, mettre fin à, arrêter mon abonnement, se désabonner, me désabonner, résiliations, désabonnement, mettre fin à mon contrat, désabonner
    noticeperiod: préavis, délai de préavis, délai de résiliation
    renew: renouvelé, renouvelle, reconduction, reconduire, reconduit, prolonger, prolongation
    autorenewal: renouvellement automatique, reconduction automatique, reconduction tacite, tacite reconduction, se renouvelle automatiquement, renouvelé automatiquement, renouveler automatiquement, renouvelle tout seul, renouvelle automatiquement
    order: commandes, commandé, achats, passer commande, passer une commande, commandée, acheté, achetée, achète, acheter, faire un achat, passe commande
    ordernumber: numéro de commande
    sell: vendez, vendez-vous, vends, vendu
    book: réserve, réserver une, réservations, faire une réservation, réservez
    parcel: paquets, livraison attendue
    ship: livré, livrée, livrons, livre à, expédiés, acheminer, acheminement, faites-vous livrer, livrés, livraison à, livrent, expéditions
    cost ship: frais de livraison, frais de port, frais d'envoi, frais d'expédition, coût de la livraison, coût de livraison, prix de la livraison, combien coûte la livraison, coût de l'envoi, tarif de livraison, combien coûte l'envoi, combien coûte l'expédition, prix de livraison
    free ship: livraison gratuite, livraison offerte, frais de port offerts, port gratuit, envoi gratuit, livrer gratuitement, livré gratuitement, sans frais de livraison, sans frais de port, frais de port gratuits, livraison est gratuite, livraison est offerte, livraison est-elle gratuite, livraison est-elle offerte
    express: livraison express, express, livraison rapide, envoi express
    send: envoyé, expédier un, poster, envoyez
    track: suivre, suivi, tracer, pister, suivi de, suis ma commande, suivre ma, localiser, savoir où est, savoir où se trouve, voir où est
    trackingnumber: numéro de suivi
    courier: livreur, transporteur, coursier
    pickup: retirer en magasin, retrait, venir chercher, récupérer en magasin, retrait en magasin, aller chercher, chercher mon colis, récupérer ma commande, récupérer mon colis, passer prendre
    pickuppoint: point relais, point de retrait
    neighbour: voisin, voisine, voisins
    damaged: endommagé, endommagée, abîmé, abîmée, détérioré, cabossé, dommages
    broken: cassé, cassée, défectueux, défectueuse, en panne, ne fonctionne pas, ne fonctionne plus, ne marche pas, ne marche plus, panne, tombe en panne, tombé en panne, hors service
    wrong: mauvais, mauvaise, erroné, erronée, incorrect, incorrecte, faux, fausse
    wrongitem: mauvais article, mauvais produit, article erroné, produit erroné, pas le bon article, pas le bon produit, article incorrect, autre article que celui, mauvaise commande, mauvais colis
    missing: manque, manquant, manquante, manquent, incomplet, incomplète
    lost: perdu, perdue, perdre, perte, perds, égaré, égarée, égarer
    stolen: volé, volée, vol de, dérobé, dérobée
    outofstock: rupture de stock, en rupture, épuisé, plus en stock, indisponible, pas disponible, pas en stock
    item: article, produit, articles, produits, marchandise, marchandises
    gift: cadeau, cadeaux
    giftwrap: emballage cadeau, papier cadeau, paquet cadeau, emballé en cadeau, emballer en cadeau, emballages cadeaux
    giftcard: carte cadeau, chèque cadeau, bon cadeau, cartes cadeaux, chèques cadeaux, carte-cadeau, cartes cadeau
    coupon: code promo, code de réduction, code promotionnel, bon de réduction, code réduction, codes promo, coupon
    discount: promotion, promotions, réductions, remises, ristourne, prix réduit, soldé, tarif réduit
    warranty: garantie, garanties, garanti
    repair: réparer, réparation, réparé, réparez, réparations
    replace: remplacer, remplacement, remplacé
    sparepart: pièce détachée, pièces détachées, pièce de rechange
    size: tailles, pointure
    sizechart: guide des tailles, tableau des tailles
    toobig: trop grand, trop petit, trop grande, trop petite, ne me va pas, ne va pas, mauvaise taille, trop petits, trop grands
    shoe: chaussure, chaussures
    clothes: vêtement, vêtements, habits
    packaging: emballage, emballage d'origine, boîte
    basket: panier
    review: avis, évaluation, commentaire
    points: points, points de fidélité
    redeem: échanger mes points, utiliser mes points, dépenser mes points, utiliser des points, échanger des points, convertir mes points, utiliser les points
    earn: cumuler, gagner, accumuler, collecter
    loyaltycard: carte de fidélité, programme de fidélité
    pay: payé, payée, payez, réglé, règle, effectuer un paiement, faire un paiement, paiements, régler ma, payable, payons, acquitter, m'acquitter
    payment method: moyen de paiement, mode de paiement, méthode de paiement, façons de payer, moyens de payer, options de paiement, avec quoi puis-je payer, comment peut-on payer, comment régler, types de paiement, comment est-ce que je peux payer, modes de règlement, moyens de règlement, comment puis-je régler, quels paiements, de quelle façon puis-je payer
    invoice: factures
    receipt: reçu, ticket de caisse, preuve d'achat, justificatif d'achat, reçus
    cost: coûtent, coûts, tarifs, quel prix, à quel prix, quel est le tarif, quels sont les tarifs, coûterait, coûtera, facturez-vous, facturez, facturé, payant, payante, est-ce payant, combien dois-je payer pour, combien dois-je payer, combien faut-il payer, combien ça coûte, combien coûtent, ça coûte combien, quel coût, commission, commissions, c'est combien, combien faut-il payer pour, cela coûte, coûter, supplément, surcoût, frais supplémentaires, coût supplémentaire, quel montant, quel est le montant, combien ça coûterait, combien cela coûte, combien me coûte, revient à combien, combien est-ce que ça coûte, combien est-ce que coûte
    free: gratuits, gratuites, offert, offerte, sans supplément, sans payer, ne coûte rien, pas payant, sans coût, sans frais supplémentaires, aucun frais, à titre gratuit
    directdebit: prélèvement automatique, prélèvement, prélever, prélevé, prélèvements
    standingorder: virement permanent, virements permanents
    balance: solde
    bank: banque
    transfer: virements, transfert, transfère, envoi d'argent, envoyer de l'argent, transfert d'argent, faire un virement, effectuer un virement, viré, transférer de l'argent
    withdraw: retirer de l'argent, retrait d'argent, retirer des espèces, retirer du liquide, retraits d'espèces, retrait d'espèces, sortir de l'argent
    depositmoney: déposer de l'argent, dépôt d'argent, verser de l'argent, déposer des espèces, dépôt d'espèces, verser des espèces, alimenter mon compte
    money: argent, espèces, liquide
    atm: distributeur, distributeur automatique, distributeurs, guichet automatique, dab
    card: carte, cartes
    bankcard: carte bancaire, carte bleue, cartes bancaires, cb
    creditcard: carte de crédit, cartes de crédit
    pin: code pin, code secret, code confidentiel, pin
    loan: prêt, crédit, emprunt, emprunter, prêts
    interest: intérêt, intérêts, taux d'intérêt
    savings: compte épargne, épargne, compte d'épargne
    mortgage: prêt immobilier, crédit immobilier, hypothèque
    instalment: échelonner, mensualités, paiement échelonné, paiement fractionné, par mensualités, échelonner le paiement, payer en plusieurs fois, paiement en plusieurs fois, étaler le paiement, étaler, échelonnement, en plusieurs versements
    taxes: tva, taxe, taxes, impôt, impôts
    claim: sinistre, sinistres
    report claim: déclarer un sinistre, déclaration de sinistre, signaler un sinistre, déclaration d'un sinistre
    insurance: assurance, assurances, assuré, assurée, assurer, contrat d'assurance, assureur, police d'assurance
    cover: couverture, pris en charge, prise en charge, prend en charge, prenez-vous en charge, prendre en charge, couvrez-vous, couverte, couvrent, prises en charge, indemnise, garantit
    excluded: pas couvert, pas couverts, n'est pas couvert, exclu, exclue, exclus, pas pris en charge, exclues, pas couverte, pas couvertes, ne sont pas couverts
    excess: franchise
    premium: prime, cotisation, cotisations, primes
    accident: accident, accidents
    account: comptes, profil, compte client, compte utilisateur
    open account: ouvrir un compte, créer un compte, ouverture de compte, création de compte, création d'un compte, ouverture d'un compte, créer mon compte, ouvrir mon compte, se créer un compte, me créer un compte
    delete account: supprimer mon compte, fermer mon compte, clôturer mon compte, effacer mon compte, suppression de mon compte, suppression de compte, clôture de compte, fermeture de mon compte, clôture de mon compte, supprimer un compte, clôturer un compte, fermer un compte, fermeture de compte, suppression du compte, clore mon compte
    close: ferme, fermez, fermeture, fermez-vous, fermée
    signup: inscrire, m'inscrire, inscription, s'inscrire, adhérer, devenir membre, abonner, m'abonner, s'abonner, enregistrer, inscris, adhésion, souscrire, souscription, souscris
    subscription: abonnement, abonnements
    unsubscribe: désinscrire, me désinscrire, ne plus recevoir, désinscription, se désinscrire, désabonner de, désinscris
    login: connecter à mon compte, me connecter à mon compte, accéder à mon compte, connecte, identifier, me connecte, se connecter à, connexion à mon compte
    cantlogin: n'arrive pas à me connecter, ne peux pas me connecter, n'arrive plus à me connecter, ne peux plus me connecter, impossible de me connecter, n'arrive pas à accéder à mon compte, ne parviens pas à me connecter, ne parviens plus à me connecter, impossible de se connecter, ne peux pas accéder à mon compte, ne peux plus accéder à mon compte
    password: mots de passe, mdp
    reset password: réinitialiser mon mot de passe, réinitialiser le mot de passe, mot de passe oublié, oublié mon mot de passe, oublié le mot de passe, récupérer mon mot de passe, nouveau mot de passe, réinitialisation du mot de passe, réinitialise mon mot de passe, réinitialiser un mot de passe, récupérer un mot de passe, retrouver mon mot de passe, réinitialisation de mon mot de passe, perdu mon mot de passe, réinitialiser un mot de passe oublié
    forget: oubli, ne me souviens plus, ne me rappelle plus, ne me souviens pas, j'ai oublié
    reset: réinitialisation, réinitialise
    username: nom d'utilisateur, identifiant, pseudo
    change: modifie, modifié, change, changement, mise à jour, corriger, éditer, modifications, rectifier, changements, correction, changé, actualiser
    switch plan: changer de forfait, changement de forfait, changer d'offre, changer d'abonnement, passer à un autre forfait, changer mon forfait, changer de formule, passer à une autre offre, modifier mon forfait
    change address: changement d'adresse, nouvelle adresse, déménagé, déménagement, déménager, déménage, changer d'adresse, j'ai déménagé, changé d'adresse, je déménage
    address: adresse, adresses
    invoice address: adresse de facturation
    ship address: adresse de livraison, adresse d'expédition
    email: e-mail, mail, email, courriel, adresse e-mail, adresse mail, adresse email, mails, e-mails, adresse électronique
    phone number: numéro de téléphone, numéro de portable, numéro de mobile, numéro de tél
    keepnumber: garder mon numéro, conserver mon numéro, portabilité, porter mon numéro, garder le même numéro, conservation de mon numéro, garder son numéro, conserver le même numéro, conserver son numéro
    increase: augmente, hausse, accroître, relèvement, rehausser, augmenté, élever
    decrease: diminue, diminution, baisse, réduis, abaisser, réduit
    lock: bloqué, bloquée, blocage, bloque, opposition, faire opposition
    unlock: débloqué, déblocage, débloque, déverrouillage
    add: ajoute, ajouté, rajouter, ajoutez, supplémentaire, supplémentaires, additionnel, additionnelle
    remove: enlevé, retiré, supprimé, supprime, efface, effacement
    connect: connecté, connectée, appairer, associer, jumeler, brancher, raccorder
    enable: active, activé, activée, mettre en marche, allume
    disable: désactive, désactivé, désactivée, éteins
    install: installer, installation, installe, configurer, configuration
    update: mises à jour, dernière version
    download: télécharger, téléchargement, télécharge
    upload: téléverser, mettre en ligne, importer un fichier
    export: exporter, export, exporte
    import: importer, import, importe
    backup: sauvegarde, sauvegarder, sauvegardes
    restore: restaurer, restauration, récupérer, récupération, récupère, restaure
    save: enregistrement
    share: partager, partage, partagé
    invite: inviter, invitation, invite
    data: données
    personaldata: données personnelles, mes données, informations personnelles, mes données personnelles, données à caractère personnel
    secure: sécurisé, sécurisée, sécurité, protégé, protégées, en sécurité, sécurisées, protégés
    language: langue, langues
    settings: paramètres, réglages
    notification: notifications, alertes, alerte, notification
    newsletter: newsletter, lettre d'information, infolettre, e-mails publicitaires, mails publicitaires, e-mails promotionnels, bulletin
    internet: internet, connexion internet
    wifi: réseau sans fil
    wifi password: mot de passe wifi, code wifi, clé wifi, mot de passe du wifi, code du wifi, mot de passe wi-fi, clé wi-fi, code wi-fi
    slowinternet: internet lent, connexion lente, internet est lent, internet est si lent, connexion est lente, internet si lent, connexion si lente, internet rame
    router: box, routeur, modem, box internet
    mobiledata: données mobiles
    sim: carte sim, cartes sim, sim
    esim: esim, e-sim
    plan: forfaits, formule, abonnement mobile, offres
    contract: contrat, contrats
    minimumterm: durée d'engagement, engagement, durée minimale, période d'engagement
    trial: essai gratuit, période d'essai, essai, version d'essai, essayer gratuitement, tester gratuitement, mois d'essai
    pause: suspendre, mettre en pause, pause, suspension, interrompre, suspends
    resume: reprendre, reprise, réactiver, réactivation
    phone: téléphone, portable, smartphone, mobile, téléphone portable, téléphone mobile, téléphones
    computer: ordinateur, pc
    laptop: ordinateur portable
    device: appareil, appareils, équipement
    app: application, appli, app
    file: fichier, fichiers
    photo: photo, image, photos, images
    agent: vrai humain, être humain, conseillère, vraie personne, représentant, opérateur, un humain, conseillers, téléconseiller, quelqu'un de réel
    talk: discuter, parle, échanger avec, dialoguer
    contact: contacte, contactez, joignable, prendre contact, entrer en contact, appeler, vous joindre, vous contacter, coordonnées, atteindre, prendre contact avec, entrer en contact avec, m'adresser, me mettre en contact
    service: support client, assistance client, support technique, hotline, relation client, service après-vente, sav, l'assistance, assistance clientèle, service clientèle
    callback: être rappelé, rappeler, me rappeler
    complaint: réclamation, plainte, plaindre, me plaindre, réclamations, déposer une plainte, faire une réclamation, déposer une réclamation, déposer plainte, porter plainte
    documents: document, pièces, justificatifs, justificatif, pièces justificatives
    whatneed: quels documents dois-je fournir, quels documents faut-il, de quoi ai-je besoin, quels documents sont nécessaires, quels papiers faut-il, que dois-je apporter, que faut-il apporter, quelles pièces dois-je fournir, quels sont les documents nécessaires, quels justificatifs faut-il, qu'est-ce qu'il faut pour, que dois-je fournir, quels documents sont requis, quels documents dois-je apporter, quels documents dois-je présenter, de quels documents ai-je besoin, quels documents sont demandés, que faut-il fournir, quels justificatifs dois-je fournir
    must: est-il nécessaire, est-il obligatoire, est-ce obligatoire, faut-il obligatoirement, suis-je obligé, suis-je obligée, obligé, obligée, obligation, exige, exigé, exigez, requis, requise, requiert, est-on obligé, est-ce nécessaire, est-ce que je dois, est-ce qu'il faut, est-ce que je suis obligé, indispensable, nécessite, exigent, impératif, doivent, devons, ai-je besoin, ai-je besoin d
    howlong: en combien de temps, combien de jours, quel délai, quels délais, quel est le délai, quels sont les délais, combien de temps faut-il, combien de temps prend, combien de temps dure, combien de temps ai-je, combien de temps pour, combien de temps cela prend, en combien de jours, quelle durée, sous quel délai, sous combien de temps, dans quel délai, de combien de temps, combien de temps ai-je pour, de combien de temps est-ce que je dispose, pendant combien de temps, combien de temps met, combien de temps mettra, combien de temps ça prend, combien de temps faut-il pour, dans quels délais, au bout de combien de temps, de quel délai, de quel délai est-ce que je dispose pour, de quel délai je dispose, combien de jours ai-je pour, combien de temps a-t-on pour
    howlong ship: temps de livraison, combien de temps pour la livraison, combien de temps pour être livré, combien de temps faut-il pour être livré, en combien de temps livrez-vous, quand serai-je livré, durée de livraison, combien de temps met la livraison, en combien de temps suis-je livré, combien de temps dure la livraison, quel est le délai de livraison, quels sont les délais de livraison, sous combien de temps livrez-vous, délai d'expédition, délais d'expédition, combien de temps prend une livraison, combien de temps faut-il pour recevoir ma commande, combien de temps pour recevoir ma commande
    deadline: date limite, jusqu'à quand, jusqu'à quelle date, dernier délai, délai limite, avant quelle date, au plus tard, jusqu'à quelle heure
    when: à quel moment, à quelle date, quelle date, quels jours, à partir de quand, depuis quand, dès quand, quelle heure
    when open: horaires d'ouverture, quelles sont vos heures d'ouverture, quels sont vos horaires, à quelle heure ouvrez-vous, quand ouvrez-vous, quand êtes-vous ouverts, quand êtes-vous ouvert, à quelle heure ouvre, quand ouvre, quels sont les horaires, heures d'ouverture, quand est ouvert, quand est ouverte, à quelle heure est ouvert, quelles heures, à quelles heures
    howmany: combien de, nombre de, quel nombre
    howoften: à quelle fréquence, tous les combien, combien de fois par
    why: pour quel motif, comment se fait-il, quelle est la raison, pourquoi est-ce que, d'où vient, raison, motif
    whereis: où se situe, où se trouvent, où puis-je trouver, où trouver, emplacement, où est situé, où est-ce que je trouve, où est située, où êtes-vous situés, où se situent, où y a-t-il
    see: où trouver mes, où puis-je trouver mes, où sont mes, où trouver mon, où puis-je trouver mon, voir, consulter, vérifier mon, visualiser, regarder, vérifier, afficher, vois, consulte, vérifie, connaître, accéder à, trouver mes, retrouver
    choose: choisir, sélectionner, choix, choisis
    other: autre, autres, différent, différente, différents
    someoneelse: quelqu'un d'autre, une autre personne, autrui, un tiers, d'autres personnes
    new: nouveau, nouvelle, nouveaux, nouvel, neuf
    arrive: arrivé, arrivée, arrive, arrivera, parvenir, arrivent
    notarrived: pas arrivé, pas reçu, n'est pas arrivé, n'est jamais arrivé, jamais reçu, jamais arrivé, n'arrive pas, pas livré, toujours pas reçu, pas encore reçu, pas encore arrivé, n'ai pas reçu, toujours pas arrivé, n'est pas arrivée, pas été livré
    late: retard, en retard, tardif, retardé, retards, retardée, tard
    early: tôt, à l'avance, en avance, anticipé, plus tôt, anticipée, au préalable, avance
    urgent: rapidement, vite, immédiatement, en urgence, urgent, au plus vite, dès que possible, tout de suite, rapide
    fly: vol, vols, voler, avion
    luggage: bagage, bagages, valises
    suitcase: valise
    handluggage: bagage à main, bagages à main, bagage cabine, valise cabine, bagages cabine, bagage de cabine
    checkedluggage: bagage en soute, bagages en soute, valise en soute, enregistrer un bagage
    checkin: enregistrement du vol, check-in, m'enregistrer, s'enregistrer, faire l'enregistrement, heure d'arrivée à l'hôtel, arrivée à l'hôtel
    checkout: check-out, heure de départ, libérer la chambre, quitter la chambre
    boardingpass: carte d'embarquement, cartes d'embarquement
    seat: siège, place assise, sièges
    ticket: billet, ticket, billets, tickets
    train: train, trains
    compensation: indemnité, indemnisation, dédommagement, compensation, indemniser, dédommagé, indemnités, indemnisé, dédommager
    hotel: hôtel, hôtels
    room: chambres
    breakfast: petit-déjeuner, petit déjeuner, petits-déjeuners, petits déjeuners
    include: inclus, incluse, compris, comprise, comprend, inclut, inclure, y compris, dans le prix, fait partie du prix, comprennent, incluses, comprises
    parking: parking, stationnement, stationner, garer, me garer, se garer, place de parking, places de parking, gare ma voiture, places de stationnement, place de stationnement
    pool: piscine
    pet: animal, animaux, animal de compagnie, animaux de compagnie, animaux domestiques, animal domestique
    dog: chien, chiens
    cat: chat, chats
    kid: enfant, enfants, gamin
    baby: bébé, bébés, nourrisson
    guest: hôte, invité, invités
    car: voiture, auto, véhicule, voitures, véhicules
    rentalcar: voiture de location, louer une voiture, location de voiture, location de voitures, véhicule de location
    rent: louer, location, loue, loué
    driver: conducteur, conducteurs
    licence: permis de conduire
    id: carte d'identité, pièce d'identité, document d'identité
    identity: identité
    passport: passeport, passeports
    verify: confirmer, confirmation, valider, validation, prouver, vérification, attester
    doctor: médecin, docteur, médecins, généraliste
    clinic: cabinet, clinique, cabinet médical
    hospital: hôpital
    prescription: ordonnance, ordonnances, prescription
    medicine: médicament, médicaments, traitement
    bloodtest: prise de sang, analyse de sang, analyses de sang, bilan sanguin
    vaccination: vaccin, vaccination, vacciner, vaccins, vaccinations, me faire vacciner
    book appointment: prendre rendez-vous, prendre un rendez-vous, obtenir un rendez-vous, fixer un rendez-vous, réserver un rendez-vous, prise de rendez-vous, prends rendez-vous, avoir un rendez-vous, prendre rdv, prendre un rdv
    reschedule: reporter, décaler, déplacer, repousser, reprogrammer, changer la date, reporte, décale, déplace, report, changer de date, modifier la date, changer l'horaire
    student: étudiant, étudiants, étudiante
    senior: senior, seniors, retraité, retraités, personnes âgées
    abroad: autre pays, autres pays, un autre pays, hors de france, international, à l'international, internationale, hors du pays, dans d'autres pays, pays étranger, internationaux
    country: pays
    company: entreprise, société
    electricity: électricité, courant
    gas: gaz
    water: eau
    meterreading: relevé de compteur, index du compteur, relever mon compteur, relevé du compteur
    powercut: coupure de courant, panne de courant, coupure d'électricité, panne d'électricité, coupures de courant, coupures d'électricité
    technician: technicien, réparateur
    fridge: réfrigérateur, frigo
    washingmachine: lave-linge, machine à laver
    bicycle: vélo, bicyclette, vélos
    sofa: canapé, sofa
    difference: différence, différences, diffère
    recommend: recommander, conseiller un, recommandation
    temporary: temporairement, provisoirement, momentanément, temporaire, provisoire
    permanent: définitivement, définitif, définitive
    automatic: automatiquement, automatique
    monthly: par mois, chaque mois, mensuellement, tous les mois, mensuels
    annual: par an, chaque année, annuellement, tous les ans
    online: en ligne, par internet, sur internet, via internet, via le site, sur le site, en passant par le site, sur le web
    website: site web, site internet, site
    instore: en magasin, en boutique, sur place, dans un magasin, dans une boutique, dans un de vos magasins
    minimum order: commande minimum, minimum de commande, montant minimum de commande, achat minimum, minimum d'achat, commande minimale, montant minimum
    minimumage: âge minimum, âge minimal, à partir de quel âge, quel âge faut-il avoir, dès quel âge, limite d'âge, quel âge minimum
    weightlimit: poids maximum, poids maximal, limite de poids, poids autorisé, combien peut peser
    reject: refuser, refusé, rejeter, rejeté, refus, refusée, rejetée
    accept: accepter, accepté, approuver, approuvé, acceptez, accepte
    keep: garder, conserver, garde, conserve
    show: montrer, présenter
    sign: signer, signature, signé
    print: imprimer, impression, imprimé, imprime
    wash: laver, lavage
    clean: nettoyer, nettoyage
    combine: combiner, cumulable, cumulables, associer deux, utiliser ensemble
    transferownership: céder, transmettre à, transférable, cessible, au nom de quelqu'un d'autre, cession
    smoke: fumer
    wheelchair: fauteuil roulant, accessible, mobilité réduite, fauteuils roulants
    quiet: calme, tranquille, silencieux
    duplicate: deux fois, en double
`
