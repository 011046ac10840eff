interface Side {
  /** The name of the action or relation. */
  readonly value: string
  /** Regular verbs, in all their forms. */
  readonly verbs?: string
  /** Other words and phrases, as they are. */
  readonly words?: string
}

/** Pairs of opposites. A new pair is a new line. */
export const oppositions: readonly (readonly [Side, Side])[] = [
  [
    {
      value: 'enable',
      verbs: 'enable|activate|reactivate',
      words: 'activation|aktivieren|einschalten|activer|activar|开启|启用|打开',
    },
    {
      value: 'disable',
      verbs: 'disable|deactivate|shut down',
      words: 'deactivation|deaktivieren|ausschalten|désactiver|desactivar|关闭|停用|禁用',
    },
  ],
  [
    {
      value: 'cancel',
      verbs: 'cancel|annul',
      words: 'cancellation|cancelation|call off|stornieren|stornierung|annuler|annulation|cancelar|cancelación|取消',
    },
    { value: 'keep', verbs: 'reinstate', words: 'keep my|keep the|keep it|behalten|garder|保留' },
  ],
  [
    { value: 'add', verbs: 'add', words: 'addition|hinzufügen|ajouter|agregar|añadir|添加|增加' },
    {
      value: 'remove',
      verbs: 'remove|delete|erase|get rid of',
      words: 'removal|deletion|entfernen|löschen|supprimer|retirer|eliminar|quitar|borrar|删除|移除',
    },
  ],
  [
    {
      value: 'open',
      verbs: 'open|register',
      words: 'registration|create an account|create my account|create account|eröffnen|ouvrir|abrir|注册',
    },
    {
      value: 'close',
      verbs: 'close|terminate|delete my account|delete an account|delete the account|delete account|remove my account',
      words: 'closure|schließen|fermer|cerrar|关闭账户|关闭账号|注销',
    },
  ],
  [
    { value: 'subscribe', verbs: 'subscribe', words: 'opt in|abonnieren|suscribir|suscribirme|订阅' },
    { value: 'unsubscribe', verbs: 'unsubscribe', words: 'opt out|abbestellen|kündigen|退订|取消订阅' },
  ],
  [
    { value: 'lock', verbs: 'lock|block|freeze', words: 'frozen|sperren|bloquer|bloquear' },
    { value: 'unlock', verbs: 'unlock|unblock|unfreeze', words: 'entsperren|débloquer|desbloquear' },
  ],
  [
    { value: 'increase', verbs: 'increase|raise', words: 'erhöhen|augmenter|aumentar' },
    {
      value: 'decrease',
      verbs: 'decrease|reduce|lower',
      words: 'reduction|senken|reduzieren|réduire|diminuer|reducir|减少|降低',
    },
  ],
  [
    { value: 'upgrade', verbs: 'upgrade' },
    { value: 'downgrade', verbs: 'downgrade' },
  ],
  [
    {
      value: 'buy',
      verbs: 'buy',
      words: 'bought|to purchase|i purchase|we purchase|purchased|purchasing|kaufen|acheter|comprar|购买',
    },
    { value: 'sell', verbs: 'sell', words: 'sold|verkaufen|vendre|vender|出售' },
  ],
  [
    { value: 'send', verbs: 'send', words: 'sent|senden|schicken|envoyer|enviar' },
    { value: 'receive', verbs: 'receive', words: 'erhalten|recevoir|recibir|收到' },
  ],
  [
    { value: 'earn', verbs: 'earn|collect points' },
    { value: 'redeem', verbs: 'redeem|spend points|use points|use my points', words: 'einlösen' },
  ],
  [
    { value: 'accept', verbs: 'accept|approve' },
    { value: 'reject', verbs: 'reject|decline|refuse|deny', words: 'rejection' },
  ],
  [
    { value: 'start', verbs: 'start|begin', words: 'began|beginnen|commencer|empezar' },
    { value: 'stop', verbs: 'stop', words: 'beenden|arrêter|terminar|停止' },
  ],
  [
    { value: 'pause', verbs: 'pause|suspend', words: '暂停' },
    { value: 'resume', verbs: 'resume|unpause' },
  ],
  [
    { value: 'include', verbs: 'include' },
    { value: 'exclude', verbs: 'exclude' },
  ],
  [
    {
      value: 'connect',
      verbs: 'connect',
      words: 'pair with|pair my|pair the|pairing|link my|link the|linking|verbinden|connecter|conectar|连接',
    },
    { value: 'disconnect', verbs: 'disconnect|unpair|unlink', words: 'trennen|déconnecter|desconectar|断开' },
  ],
  [
    { value: 'log in', verbs: 'log in|sign in|log on', words: 'login|sign-in|log-in|anmelden|登录' },
    {
      value: 'log out',
      verbs: 'log out|sign out|log off',
      words: 'logout|sign-out|abmelden|退出登录|退出账号|退出账户|登出',
    },
  ],
  [
    { value: 'upload', verbs: 'upload' },
    { value: 'download', verbs: 'download' },
  ],
  [
    { value: 'import', verbs: 'import' },
    { value: 'export', verbs: 'export' },
  ],
  [
    { value: 'deposit', verbs: 'deposit|top up' },
    { value: 'withdraw', verbs: 'withdraw', words: 'withdrawal|withdrawals|withdrew' },
  ],
  [
    { value: 'lend', verbs: 'lend', words: 'lent' },
    { value: 'borrow', verbs: 'borrow' },
  ],
  [
    { value: 'before', words: 'before|prior to|earlier than|vor dem|avant|antes' },
    { value: 'after', words: 'after|later than|nach dem|après|después' },
  ],
  [
    { value: 'in stock', words: 'in stock|back in stock' },
    { value: 'out of stock', words: 'out of stock|sold out' },
  ],
  [
    { value: 'at least', words: 'at least|minimum|min|mindestens|au moins|al menos|最少|至少' },
    { value: 'at most', words: 'at most|maximum|max|höchstens|au plus|como máximo|最多' },
  ],
  [
    { value: 'more than', words: 'more than|greater than|mehr als|plus de|más de' },
    { value: 'less than', words: 'less than|fewer than|weniger als|moins de|menos de' },
  ],
]

/** Verbs whose particle says which way, however far behind it stands: "turn my alerts off". */
export const particles: readonly { readonly verbs: string; readonly values: Readonly<Record<string, string>> }[] = [
  { verbs: 'turn|switch|put', values: { on: 'enable', off: 'disable' } },
  { verbs: 'opt', values: { in: 'subscribe', out: 'unsubscribe' } },
  { verbs: 'log', values: { in: 'log in', on: 'log in', out: 'log out', off: 'log out' } },
  { verbs: 'sign', values: { in: 'log in', out: 'log out', up: 'open' } },
  { verbs: 'call', values: { off: 'cancel' } },
]
