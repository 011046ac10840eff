/** Openers, courtesies and asides of Spanish questions. */
export const esFiller = `
    es posible, sería posible, es posible que, hay posibilidad de, existe la posibilidad de, hay alguna forma de, hay alguna manera de, hay forma de, hay manera de, existe alguna forma de, cabe la posibilidad, se puede, se podría, puedo yo, podría yo, podemos, podríamos, está permitido, se permite, permiten ustedes, me permiten, me dejan, dejan, dejáis, permitís, podéis, puedes, pueden ustedes, podrían, podrías,
    me puede decir, me puedes decir, me podría decir, me podrías decir, me pueden decir, puede decirme, puedes decirme, podría decirme, podrías decirme, podrían decirme, díganme, dígame, dime, me gustaría saber, quisiera saber, quiero saber, necesito saber, querría saber, me preguntaba, me preguntaba si, quería preguntar, quería saber, quisiera preguntar, tengo una pregunta, tengo una duda, una pregunta, una duda, una consulta, duda, consulta rápida, pregunta rápida, sabe usted, sabes, saben, sabéis, alguien sabe,
    me puede explicar, me pueden explicar, puede explicarme, podrían explicarme, explícame, explíqueme, me puede indicar, podría indicarme, indicar, me pueden ayudar, me puede ayudar, me ayudan, puede ayudarme, pueden ayudarme, podrían ayudarme, podría ayudarme, necesito ayuda, necesito ayuda para, ayuda para, ayuda con, ayúdenme, me gustaría, me interesa, me interesaría, estoy interesado en, estoy interesada en, quería, queremos, deseo, desearía, intento, estoy intentando, intentando, trato de, estoy tratando de, pienso, tengo pensado, planeo,
    muchas gracias, mil gracias, gracias de antemano, muchísimas gracias, de antemano, un saludo, saludos, cordial saludo, buenas noches, qué tal, hey, estimados, estimado, estimada, disculpe, disculpen, perdón, perdone, perdona, lo siento, siento molestar, si es posible, si se puede, si fuera posible, por cierto, por casualidad, acaso, normalmente, generalmente, habitualmente, en general, por lo general, en principio, simplemente, exactamente, concretamente, realmente, directamente, fácilmente, correctamente, personalmente, aún, todavía, ahora bien, además, asimismo, entonces, luego, bueno, pues, oye, oiga, mira, verá, eh,
    qué tengo que hacer para, qué debo hacer para, qué hay que hacer para, qué hago para, qué puedo hacer para, qué puedo hacer, qué hago, qué hacer, qué pasos, qué pasos debo seguir, cuáles son los pasos, cuál es el procedimiento, cuál es el proceso, cuál es la forma de, cuál es la manera de, cuál es la mejor forma, cuál es la mejor manera, la mejor forma, la mejor manera, de qué forma, de qué manera, de qué modo, cómo se hace, cómo hacer, cómo hago, cómo puedo, cómo se puede, cómo podría, cómo debo, seguir, procedimiento, trámite, gestionar, gestión, gestiono, tramitar, proceder, procedo, vía, paso, opción, opciones, caso, en caso de, en caso de que, en el caso de, en el caso de que, si se da el caso, qué sucede, qué ocurre, qué sucedería, qué pasaría, suceder, pasar si, qué pasa cuando, qué pasa si,
    con ustedes, de ustedes, en su tienda, en su empresa, en vuestra tienda, vuestro, vuestra, vuestros, vuestras, vosotros, os, en su página, en su servicio, en su sistema, su empresa, su tienda, su servicio, cliente, clientes, como cliente, para clientes, para los clientes, los clientes, un cliente, a un cliente, hay que hacer, dispone, disponen, disponen de, dispone de, cuentan con, cuenta con, tienen ustedes, tenéis, hay algún, existe, existen, existe algún, existe alguna, tienen algún, tienen alguna, admitís, aceptáis, admitidos, admitidas, admitido, permitidos, permitidas, bienvenidos, traer, traigo, recibo yo, logro, lograr, llevar a cabo, efectuar, efectúo, sirve, sirven, servir, funciona, funcionan, funcionar, tomar, tomo, hacerlo, hacerme, hacerse, lo hago, se hace, se hacen, realizo, hecho, hizo, tratarse, trata, quedar, queda, quedo, debería yo, quiere, quieren, quieras, soléis, suelen, suele,
    información, información sobre, información acerca de, más información, detalles, datos sobre, acerca de, respecto a, con respecto a, en cuanto a, sobre el tema, referente a, relacionado con, qué hay de, condiciones, política de, normas, reglas, cuál es la política, cuál es su política, cuáles son las condiciones, cosas, tipo, tipos, clase, clases, mismo, misma, propio, propia, según, entre, ante, cuyo, cuya, esto, eso, aquel, aquella, aquello, mí, mío, mía, míos, mías, tuyo, vuestro, sea, sean, fuera, fuese, seas, hubiera, hubiese, haría, tendría, tendré, tendría que hacer, estará, estaría, será, sería, serán, siempre, nunca antes, jamás antes, alguien, alguna vez, algún día, cualquier momento, en cualquier momento, momento
`

/** What Spanish questions about money, goods, travel, telephone, software and health say in more than one way. */
export const esService = `
    refund: devolución de mi dinero, devolver mi dinero, devuelvan mi dinero, me devuelvan el dinero, devolverme el dinero, me devolverán el dinero, devuelven mi dinero, dinero de vuelta, reembolsos, reembolsan, reembolsado, reembolse, reembolsarme, reintegro, reintegrar, recupero mi dinero, recupero el dinero, devolución del importe, devuelven el importe, me reembolsen, me reembolsan, reembolsable
    return: devuelto, devuelva, hacer una devolución, retornar, regresar un producto, devolverlo, devueltos, reenviar, mandar de vuelta, enviar de vuelta, devolver un producto, devolver un artículo
    exchange: intercambiar, canje, intercambio, cambiarlo por, cambio por
    cancel: cancelado, cancelada, cancele, cancelaciones, anulado, anulada, anule, desistir, dejar sin efecto, suspender el pedido, anulaciones, cancelan
    unsubscribe: desapuntarme, darse de baja, me doy de baja, doy de baja, dejar de recibir, no recibir más, cancelar mi suscripción al boletín, dado de baja, darnos de baja
    cancel subscription: cancelar mi suscripción, cancelar la suscripción, dar de baja mi suscripción, anular mi suscripción, anular la suscripción, terminar mi suscripción, cancelo mi suscripción, darme de baja de la suscripción, dar de baja la suscripción, doy de baja mi suscripción, cancelación de la suscripción
    cancel contract: rescindir, rescisión, rescindir el contrato, rescindir mi contrato, cancelar el contrato, cancelar mi contrato, dar de baja el contrato, terminar el contrato, terminar mi contrato, anular el contrato, dar de baja mi contrato, poner fin al contrato
    signup: registrarme, registrado, registrarse, inscribirme, inscripción, apuntarme, suscribir, hacerme miembro, hacerme socio, unirme, afiliarme, darse de alta, me registro, inscribirse, me suscribo, me doy de alta, alta
    subscription: suscripción, suscripciones, abono
    renew: renovado, renovada, renueva, renuevan, prorrogar, prórroga
    autorenewal: renovación automática, se renueva automáticamente, renovar automáticamente, se renueva solo, se renueva sola, renueva de forma automática, autorrenovación
    order: pedidos, encargo, ordenar, compras, comprado, hice un pedido, hacer un pedido, encargar, encargué, pedí, realizar un pedido, hecho un pedido, comprarlo, adquirir, adquirido, compré, adquiero, he comprado, comprada, compramos
    ordernumber: número de pedido, número de orden
    sell: vendo, venden, vendido
    book: reservado, reservada, reservación, reservas, reservaciones, hacer una reserva, reserve
    parcel: paquetes, encomienda
    ship: llegan a, hacen envíos, reparten, reparto, despacho, enviáis, entregado, entregada, envíe, envían a, domicilio entrega, entrega a domicilio, enviar a, hacéis envíos
    send: envío dinero, mando, enviarme, mandarme, envíe un, remitir
    cost ship: gastos de envío, costes de envío, coste de envío, costo de envío, costo del envío, coste del envío, costos de envío, cuánto cuesta el envío, cuánto cuestan los envíos, precio del envío, cuánto vale el envío, tarifas de envío
    free ship: envío gratis, envío gratuito, envíos gratis, envíos gratuitos, sin gastos de envío, entrega gratuita, envío sin coste, envío sin costo, gastos de envío gratis, envío es gratis, envío es gratuito, entrega gratis
    express: envío exprés, envío urgente, entrega urgente, exprés, entrega exprés, envío rápido
    track: rastrear, seguir, seguimiento, localizar, rastreo, rastreo mi, hacer seguimiento, ver dónde está, saber dónde está, sigo
    trackingnumber: número de seguimiento, número de rastreo, código de seguimiento
    courier: repartidor, mensajero, transportista, empresa de mensajería, mensajería
    pickup: recoger, recogida, recojo, pasar a buscar, retirar en tienda, recogerlo, ir a buscar
    neighbour: vecino, vecina, vecinos
    damaged: dañado, dañada, dañados, estropeado, golpeado, en mal estado, daños
    broken: roto, rota, defectuoso, defectuosa, averiado, averiada, no funciona, dejó de funcionar, no enciende, deja de funcionar, ha dejado de funcionar, estropeada, falla, avería
    wrong: equivocado, equivocada, incorrecto, incorrecta, erróneo, errónea, mal
    wrongitem: artículo equivocado, producto equivocado, producto incorrecto, artículo incorrecto, pedido equivocado, producto erróneo, otro producto distinto, algo que no pedí, artículo erróneo
    missing: falta, faltan, faltante, incompleto
    lost: perdido, perder, perdí, pérdida, extraviado, extravío, se perdió, pierdo, perdida, extraviar, he perdido
    stolen: robado, robada, robo, robaron, hurto, me roban, roban
    outofstock: agotado, agotada, sin stock, sin existencias, no disponible, fuera de stock, no hay stock
    item: producto, artículo, productos, artículos, mercancía, cosa comprada
    gift: regalo, regalos, obsequio
    giftwrap: envuelto para regalo, envolver para regalo, papel de regalo, envoltorio de regalo, envoltura de regalo
    giftcard: tarjeta regalo, tarjeta de regalo, cheque regalo, tarjetas regalo, tarjetas de regalo, vale regalo
    coupon: cupón, código de descuento, código promocional, cupones, código descuento, cupón de descuento
    discount: tarifa reducida, precios reducidos, descuentos, rebajas, oferta, promoción, promociones, bonificación, rebajado, precio reducido, ofertas
    warranty: garantía, garantías
    repair: reparar, reparación, arreglar, arreglo, reparado, reparan, arreglan, reparaciones
    replace: reemplazar, sustituir, reemplazo, sustitución, reponer, recambio
    size: tallas, tamaño
    sizechart: guía de tallas, tabla de tallas
    toobig: me queda grande, me queda pequeño, demasiado grande, demasiado pequeño, no me queda bien, talla equivocada, talla incorrecta, no me vale, me queda mal, queda grande, queda pequeño
    clothes: ropa, prenda, prendas
    packaging: embalaje, caja original, empaque, envase
    basket: carrito, cesta, carro de la compra
    review: reseña, reseñas, opinión, opiniones, valoración
    points: puntos, puntos de fidelidad
    redeem: canjear mis puntos, canjear puntos, usar mis puntos, redimir, canjeo
    earn: acumular, ganar, sumar, acumulo
    loyaltycard: tarjeta de fidelidad, programa de fidelidad, programa de puntos, tarjeta de cliente, programa de fidelización
    pay: pagado, pagada, pagos, abonado, abono el, pague, hacer el pago, hacer un pago, realizar el pago, realizar un pago, pagarse
    payment method: método de pago, forma de pago, medio de pago, maneras de pagar, modos de pago, opciones de pago, con qué puedo pagar, con qué se puede pagar, cómo se puede pagar, qué pagos, qué métodos de pago, qué formas de pago, modalidades de pago, cómo pago, de qué forma puedo pagar
    invoice: facturas, recibos
    receipt: ticket de compra, comprobante, comprobante de compra, justificante, tique
    cost: precios, costes, costos, tarifas, cargo, cargos, comisión, comisiones, cobran, cobra, cobrar, cobráis, qué cuesta, cuánto cobran, cuánto cobran por, cuánto hay que pagar, cuánto tengo que pagar por, cuánto tengo que pagar, cuánto debo pagar, a cuánto sale, cuánto sale, qué precio, qué coste, qué costo, cuál es el precio, cuál es el coste, cuál es el costo, tiene coste, tiene algún coste, tiene costo, tiene algún costo, qué tarifa, cuánto me costaría, cuánto me cuesta, costaría, costará, cuesta dinero, cuánto cuestan, cuánto valen, valen, se cobra, gastos, recargo, coste adicional, costo adicional, cargo adicional, cargo extra, coste extra
    free: gratuitos, gratuitas, sin costo, sin cargo, sin coste adicional, no cuesta nada, de forma gratuita, sin pagar, gratuitamente, sin coste alguno, sin comisión, sin comisiones
    directdebit: domiciliación, domiciliar, débito automático, débito directo, domiciliación bancaria, adeudo directo
    balance: saldo
    bank: banco, bancos
    transfer: transferencia, transferencias, enviar dinero, mandar dinero, transferir dinero, giro, hacer una transferencia
    withdraw: retirar, sacar, retirar dinero, sacar dinero, retiro, retirar efectivo, sacar efectivo, saco dinero, retirada, extraer
    depositmoney: ingresar, depositar, ingreso, depósito, meter dinero, ingresar dinero, depositar dinero, ingresar efectivo
    money: dinero, efectivo
    atm: cajero, cajero automático, cajeros automáticos, cajeros
    card: tarjeta, tarjetas
    creditcard: tarjeta de crédito, tarjetas de crédito
    debitcard: tarjeta de débito, tarjetas de débito
    pin: pin, código pin, clave pin
    loan: préstamo, crédito, préstamos
    interest: intereses, tipo de interés, interés, tasa de interés
    mortgage: hipoteca
    instalment: en cuotas, en plazos, pago a plazos, fraccionar, fraccionado, pagos fraccionados, financiar, mensualidades, cuota, pagar a plazos, pago fraccionado, fraccionar el pago, pagar en cuotas, pagar en plazos, pago en cuotas, dividir el pago
    term: plazo
    taxes: iva, impuesto, impuestos
    claim: siniestro, siniestros
    report claim: declarar un siniestro, dar parte, notificar un siniestro, comunicar un siniestro, parte de siniestro, reportar un siniestro
    insurance: seguros, póliza, asegurado, asegurar, pólizas, aseguradora
    cover: cobertura, cubierta, incluido en el seguro, cubren los, amparar, ampara, coberturas
    excluded: no cubre, no cubren, no está cubierto, excluido, excluida, no cubierto, no cubierta, no están cubiertos
    excess: franquicia, deducible
    accident: accidente, accidentes, choque
    account: cuentas, perfil, cuenta de usuario, cuenta de cliente
    openaccount: crear una cuenta, hacerme una cuenta, abro una cuenta, creo una cuenta, crear cuenta, abrir cuenta, crearme una cuenta, apertura de cuenta, apertura de una cuenta, hacer una cuenta, abrirme una cuenta
    deleteaccount: eliminar mi cuenta, borrar mi cuenta, cerrar mi cuenta, dar de baja mi cuenta, elimino mi cuenta, borro mi cuenta, cierro mi cuenta, eliminar la cuenta, borrar la cuenta, cerrar la cuenta, suprimir mi cuenta, cancelar mi cuenta, cierre de cuenta, cierre de la cuenta, eliminar una cuenta, eliminación de la cuenta, cerrar una cuenta
    login: inicio sesión, ingresar a mi cuenta, acceder a mi cuenta, entrar a mi cuenta, iniciar la sesión, accedo a mi cuenta, entro en mi cuenta, acceder, loguearme, inicio de sesión, ingreso a mi cuenta, conectarme a mi cuenta
    cantlogin: no puedo iniciar sesión, no puedo entrar en mi cuenta, no puedo acceder a mi cuenta, no puedo entrar a mi cuenta, no puedo ingresar a mi cuenta, no me deja iniciar sesión, no me deja entrar, no consigo entrar, no logro entrar, no consigo acceder, no logro acceder, no puedo acceder
    logout: cierro sesión, salir de mi cuenta, cierre de sesión
    password: contraseñas, claves
    reset password: recuperar mi contraseña, recuperar la contraseña, restablecer mi contraseña, restablecer la contraseña, olvidé mi contraseña, he olvidado mi contraseña, olvidé la contraseña, no recuerdo mi contraseña, recupero mi contraseña, restablezco mi contraseña, he olvidado la contraseña, recupero la contraseña, se me olvidó la contraseña, se me ha olvidado la contraseña, restablezco la contraseña, no me acuerdo de mi contraseña, perdí mi contraseña, se me olvidó mi contraseña
    forget: se me olvidó, olvido, no me acuerdo, se me ha olvidado, olvidarse
    username: nombre de usuario, usuario
    change: cambiado, modificación, modifique, actualizo, actualización, editar, edito, corregir, corrijo, modificado, cambie, cambios, alterar, actualizado, rectificar, corrección, hacer un cambio, hacer cambios
    switch plan: cambiar de plan, cambiar de tarifa, cambio de plan, cambio de tarifa, cambiarme de plan, cambiarme de tarifa, pasar a otro plan, pasarme a otro plan, cambiar mi plan, cambiar mi tarifa, cambiar a otro plan
    change address: cambio de dirección, nueva dirección, me he mudado, me mudé, mudanza, cambio de domicilio, me mudo, cambiar de dirección, me he cambiado de casa, mudarme, mudado
    address: dirección, domicilio
    invoice address: dirección de facturación
    ship address: dirección de envío, dirección de entrega
    email: correo, correo electrónico, email, e-mail, mail, correos, dirección de correo, dirección de correo electrónico, dirección de email
    phone number: número de teléfono, número de móvil, número de celular, número telefónico
    keepnumber: conservar mi número, mantener mi número, portabilidad, portar mi número, conservo mi número, mantengo mi número, quedarme con mi número, llevarme mi número, conservar el número, mantener el número
    increase: incrementar, ampliar, incremento, ampliación, amplío, elevar, subo, aumente, aumentado, subida
    decrease: disminución, bajo mi, reducción, reduzca, rebajar, disminuyo
    lock: bloqueada, bloqueado, congelar, bloquea, bloquee
    unlock: desbloqueada, desbloqueado, desbloquee
    add: agregue, sumar un, incorporar, incluir a, adicional, adicionales, añadido, agregado, agregar a, extra
    delete: quitado, retirar un
    delete: eliminación, borrado, suprimir, elimine, eliminado
    connect: conexión, vincular, enlazar, emparejar, conectado, vinculo
    enable: active, activado, activada, habilitado, habilito, encendido
    disable: desactivado, desactivada, inhabilitar, apago
    install: instalar, instalación, instalo, configurar, configuro, instalado, configuración
    update: actualización del software, última versión
    download: descargar, descarga, bajar de internet, descargo, descargas
    upload: subir un archivo, subir archivos, cargar un archivo, subo un archivo
    export: exportar, exportación, exporto
    import: importar, importación, importo
    backup: copia de seguridad, copias de seguridad, respaldo
    restore: recuperar, restaurar, recupero, recuperación, restauración, restauro
    save: guardar, guardo, guardado, grabar
    share: compartir, comparto, compartido
    invite: invitar, invitación, invito
    data: datos
    personaldata: datos personales, mis datos, información personal, mis datos personales
    secure: seguridad, protegido, protegidos, a salvo, es seguro, está segura, están seguros
    language: idioma, idiomas, lenguaje
    notification: notificaciones, notificación, avisos, alertas
    newsletter: boletín, newsletter, correos publicitarios, publicidad, correos promocionales, boletines
    internet: internet, conexión a internet
    wifi: red inalámbrica, red wifi
    wifi password: contraseña del wifi, clave del wifi, contraseña wifi, clave wifi, contraseña de la wifi, contraseña de wifi, clave de la wifi
    slowinternet: internet lento, internet va lento, internet está lento, internet tan lento, conexión lenta, mi internet va lento, internet es lento, internet es tan lento, internet va tan lento
    router: router, módem, enrutador
    roaming: roaming, itinerancia
    mobiledata: datos móviles
    sim: chip, sims
    esim: esim, e-sim, sim virtual
    plan: plan, tarifa móvil, planes
    contract: contrato, contratos
    minimumterm: permanencia, permanencia mínima, compromiso de permanencia, período mínimo, duración mínima
    trial: prueba gratuita, período de prueba, periodo de prueba, prueba gratis, prueba, probar gratis, mes de prueba
    pause: pausar, pausa, suspender, congelar mi suscripción, suspensión temporal, suspendo, pauso, poner en pausa
    resume: reanudar, retomar, reactivar
    mobile: teléfonos móviles, celulares, móviles, smartphone, teléfono celular
    computer: ordenador, computadora, pc, computador
    laptop: portátil, ordenador portátil
    device: dispositivo, aparato, dispositivos, equipo, aparatos
    app: app, aplicación
    file: archivo, fichero, archivos, ficheros
    photo: foto, imagen, fotografía, fotos, imágenes
    agent: persona real, ser humano, humana, agente humano, representante, persona de verdad, un agente, personas reales, asesora, alguien de atención, empleado
    person: personas
    talk: hablo, charlar, conversar
    contact: comunicarme con, ponerme en contacto con, contactarlos, contactarles, contactaros, me comunico, me pongo en contacto, contactarme, llamar, llamo, comunicarse
    service: servicio al consumidor, soporte técnico, asistencia, atención al usuario, equipo de soporte, atención al consumidor, servicio de atención, el servicio de atención
    complaint: queja, reclamación, quejarme, reclamar, reclamo, quejas, poner una queja, pongo una queja, pongo una reclamación, pongo una reclamacion, presentar una queja, poner una reclamación, presentar una reclamación, hacer una reclamación, reclamaciones
    documents: documentos, documentación, papeles
    whatneed: qué documentos necesito, qué necesito, qué se necesita, qué documentos hacen falta, qué hace falta, qué documentación necesito, qué papeles necesito, qué requisitos, qué documentos se necesitan, qué documentos debo llevar, qué debo llevar, qué tengo que llevar, cuáles son los requisitos, qué documentación hace falta, qué documentos tengo que presentar, qué documentos debo presentar, qué documentación se necesita
    must: es necesario, es obligatorio, es obligatoria, hace falta que, se necesita, se requiere, se precisa, requiere, requieren, requisito, exigen, exige, tenemos que, debemos, hay obligación, preciso, estoy obligado, es imprescindible, imprescindible, es preciso, debo yo, haría falta, necesita uno
    howlong: cuánto se tarda, en cuánto tiempo, cuántos días, cuánto tiempo tarda, cuánto tiempo tardan, cuánto tiempo lleva, cuánto demora, cuánto tiempo dura, qué duración, cuánto tiempo toma, cuánto toma, cuánto tarda en, cuánto tarda en llegar, demora, demoran, de cuánto tiempo dispongo, de cuánto tiempo, cuánto tiempo tengo, cuánto tiempo tengo para, qué plazo tengo, qué plazo, cuántos días tengo, cuánto tardáis, qué plazo hay, cuál es el plazo, cuál es el plazo para, cuántos días tarda
    howlong ship: plazos de entrega, plazo de envío, cuánto tarda el envío, cuánto tardan los envíos, cuánto tarda la entrega, cuánto tarda en llegar el pedido, cuánto tarda en llegar un pedido, cuánto tiempo tarda el envío, cuánto tarda un pedido, cuánto demora el envío, cuánto tardan en entregar, en cuánto tiempo llega, tiempos de entrega, cuánto dura el envío, cuánto tarda en llegar mi pedido, tiempo de envío estimado, cuánto tardan en enviar, cuánto tiempo tarda la entrega, tiempos de envío
    deadline: fecha límite, hasta cuándo, plazo límite, hasta qué día, hasta qué fecha, último día, hasta qué hora, tiempo límite
    when: en qué momento, qué fecha, en qué fecha, a partir de cuándo, desde cuándo, qué hora, qué días
    when open: horario de apertura, horarios de apertura, a qué hora abren, cuándo abren, qué horario tienen, qué horario, cuál es el horario, cuál es su horario, a qué hora abre, cuándo abre, horario comercial, cuándo está abierto, cuándo está abierta, cuáles son los horarios, a qué horas abren, horario de atención, qué horario tiene
    howmany: número de, qué cantidad
    howoften: cada cuánto, con qué frecuencia, cuántas veces
    why: a qué se debe, cuál es la razón, cuál es el motivo, debido a qué, razón
    whereis: dónde se encuentra, dónde se encuentran, dónde puedo encontrar, ubicación, dónde encuentro, dónde está ubicado, dónde está ubicada, ubicada, ubicado, ubicados, dónde hay
    see: dónde veo mis, dónde puedo ver mis, dónde encuentro mis, dónde puedo encontrar mis, dónde están mis, ver, veo, consultar, mirar, comprobar, consulto, visualizar, revisar, verificar mi, chequear, miro, reviso, compruebo, comprobar mi
    choose: elegir, seleccionar, escoger, elijo, elección
    other: otro, otra, otros, otras, distinto, diferente, diferentes
    someoneelse: otra persona, alguien más, un tercero, otras personas
    same: mismos, mismas
    new: nuevo, nueva, nuevos, nuevas
    arrive: llegar, llega, llegado, llegada, llegue, llegan, llegará
    notarrived: no ha llegado, no llega, no llegó, no he recibido, no recibí, no me ha llegado, no me llega, no llegue, no me llegó, no recibo
    late: tarde, retraso, retrasado, demorado, con retraso, retrasos, tardío, se retrasa, atrasado
    early: temprano, con antelación, antelación, con anticipación, anticipación, anticipado
    urgent: rápido, inmediatamente, urgente, cuanto antes, lo antes posible, enseguida, de inmediato
    fly: viajar en avión, avión
    luggage: equipaje, maletas
    suitcase: maleta, valija
    handluggage: equipaje de mano, maleta de mano, maleta de cabina, equipaje de cabina, bolso de mano
    checkedluggage: equipaje facturado, facturar equipaje, facturar una maleta, maleta facturada
    checkin: facturar, check-in, registro de entrada, hacer el check-in, hora de entrada
    checkout: check-out, hora de salida, dejar la habitación, salida del hotel, registro de salida
    boardingpass: tarjeta de embarque, pase de abordar
    seat: asiento, asientos
    ticket: billete, boleto, pasaje, entrada evento, billetes, boletos, entradas
    train: tren, trenes
    bus: autobús, bus, autobuses
    compensation: indemnización, compensación, compensan, indemnizan, compensar
    hotel: hotel, hoteles
    breakfast: desayuno, desayunos
    include: incluye, incluido, incluida, incluidos, incluir, comprende, incluyen, viene incluido
    parking: aparcamiento, estacionamiento, aparcar, estacionar, parking, plaza de garaje, aparco, plaza de aparcamiento, dejar el coche
    pool: piscina, alberca
    pet: mascota, mascotas, animales, animal
    dog: perro, perros
    cat: gato, gatos
    kid: niño, niña, niños, hijos, niñas, hijo
    baby: bebé, bebés
    guest: huésped, huéspedes, invitado, invitados
    car: coche, carro, automóvil, auto, vehículo, coches, vehículos
    rentalcar: coche de alquiler, alquiler de coches, alquilar un coche, auto de alquiler, alquiler de coche, coche alquilado
    rent: alquilar, alquiler, rentar, arrendar, alquilo
    driver: conductor, conductores
    licence: carné de conducir, carnet de conducir, permiso de conducir, licencia de conducir
    id: dni, documento de identidad, identificación, carnet de identidad, cédula
    identity: identidad
    passport: pasaporte
    verify: verificar, confirmar, verificación, acreditar, confirmación, demostrar
    doctor: médico, doctor, doctora, médica
    clinic: clínica, consultorio
    hospital: hospital
    prescription: receta, receta médica, recetas
    medicine: medicamento, medicamentos, medicina, fármaco, medicinas, fármacos
    bloodtest: análisis de sangre, analítica
    vaccination: vacuna, vacunas, vacunar, vacunación, vacunarme
    ask appointment: pedir cita, solicitar cita, sacar cita, agendar una cita, concertar una cita, reservar cita, hacer una cita, pido cita, reservar una cita, agendar cita, pedir una cita, solicitar una cita, coger cita, concertar cita, solicito una cita, pido una cita, conseguir cita, conseguir una cita
    reschedule: aplazar, posponer, reprogramar, cambiar la fecha, cambiar de fecha, mover la cita, pospongo, aplazo, cambio de fecha, reprogramo
    student: estudiante, estudiantes
    senior: jubilado, jubilados, mayores, tercera edad, pensionista, pensionistas, personas mayores
    abroad: otro país, otros países, internacional, internacionales, fuera del país, fuera de españa, países extranjeros
    country: país, países
    company: empresa, compañía, negocio
    electricity: luz, electricidad, eléctrica
    water: agua
    gas: gas
    meterreading: lectura del contador, lectura del medidor, leer el contador
    powercut: corte de luz, apagón, cortes de luz, corte de electricidad
    technician: técnico
    fridge: frigorífico, nevera, refrigerador, heladera
    washingmachine: lavadora, lavarropas
    bicycle: bicicleta, bici
    sofa: sofá
    difference: diferencia, diferencias, se diferencia, diferencian
    recommend: recomendar, recomiendan
    temporary: temporalmente, temporal, por un tiempo
    permanent: permanentemente, definitivamente, para siempre
    automatic: automáticamente, automático, automática, de forma automática
    monthly: mensual, mensualmente, al mes, cada mes, por mes, mensuales, todos los meses
    annual: anual, anualmente, al año, cada año, por año, anuales, todos los años
    online: en línea, por internet, online, a través de internet, en internet, desde la web, en la web, por la web, a través de la web, vía internet
    website: página web, sitio web, web
    instore: en tienda, en la tienda, en persona, presencialmente, en una tienda
    minimum order: pedido mínimo, compra mínima
    minimumage: edad mínima, a partir de qué edad, cuántos años hay que tener, qué edad hay que tener, límite de edad, desde qué edad
    weightlimit: peso máximo, límite de peso, cuánto puede pesar
    reject: rechazar, rechazado, rechazada, denegar, denegado, denegada, rechazan, deniegan
    accept: aceptar, aprobar, aprobado
    keep: conservar, mantener, guardarme, quedarme con, conservo, mantengo
    show: mostrar, enseñar, presentar
    sign: firmar, firma, firmado
    print: imprimir, impreso, impresa, imprimo
    combine: combinar, acumulables, combinables, combino, acumulable
    transferownership: transferir a otra persona, ceder, traspasar, a nombre de otro, transferible, cesión
    smoke: fumar, fumo
    wheelchair: silla de ruedas, accesible, movilidad reducida
    quiet: tranquilo, silencioso, tranquila
    duplicate: dos veces, doble, duplicado, por duplicado
    error: error, errores, fallo
`
