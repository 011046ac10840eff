import type { Vocabulary } from './vocabulary.ts'
import { zhFiller, zhService } from './zh/service.ts'

/** What Chinese questions to customer services say in more than one way. A character that no word here covers stands for itself. */
export const zh: Vocabulary = {
  filler: `
    的, 了, 吗, 呢, 吧, 啊, 呀, 嘛, 么, 我, 你, 您, 我们, 你们, 咱们, 他, 她, 自己, 请, 请问, 怎么, 如何, 怎样, 怎么样, 怎么才能, 怎么办, 怎么做, 怎么操作, 可以, 可不可以, 能, 能不能, 能否, 能够, 可否, 是, 是不是, 是否, 有, 有没有, 有哪些, 这, 这个, 这件, 那, 那个, 要, 要不要, 需要,
    想, 想要, 会, 会不会, 会有, 就, 在, 在哪, 在哪里, 到, 把, 被, 给, 对, 和, 跟, 与, 用, 使用, 什么, 哪些, 哪, 哪个, 哪款, 款, 件, 个, 条, 种, 一下, 一个, 后果, 意思, 代表, 表示, 显示, 办, 办理, 进行, 操作, 帮我, 帮忙, 麻烦, 谢谢, 你好, 您好, 问题, 方式, 方法, 步骤, 流程, 这里, 那里, 吗, 得, 地, 来, 去, 号, 期, 支持, 提供, 申请, 话, 的话, 才, 再,
    呗, 哦, 为, 上, 里, 内, 说, 告诉, 知道, 不知道, 应该, 应, 该, 期是, 如果, 假如, 要是, 若,
    ${zhFiller},
    也, 都, 带, 携带, 坐`,
  concepts: `
    refund: 退款, 退钱, 退还, 退费
    return: 退货, 退
    exchange: 换货, 换
    cancel: 取消
    renew: 续费, 续订
    order: 订单
    buy: 买, 购买, 购
    sell: 卖, 出售
    book: 预订, 预定, 订, 预约
    ship: 配送, 送货, 送, 派送, 发货, 寄, 快递, 送到
    freeship: 包邮, 免运费
    pay: 付款, 支付, 付, 付费
    cost: 多少钱, 多少, 是多少, 费用, 价格, 手续费, 多少手续费, 手续费是多少, 价钱, 收费
    free: 免费
    discount: 折扣, 优惠, 打折
    coupon: 优惠码, 优惠券
    open: 开启, 打开, 启用, 开通
    close: 关闭, 停用, 关掉
    openaccount: 开户, 开账户
    isopen: 营业, 开门, 开放
    start: 开始
    end: 结束
    increase: 提高, 提升, 调高
    decrease: 降低, 调低, 减少
    lock: 锁定, 冻结
    unlock: 解锁, 解冻
    add: 添加, 增加, 新增
    remove: 删除, 删, 移除
    change: 修改, 更改, 变更, 改
    password: 密码
    forget: 忘记, 忘了, 忘
    reset: 重置
    agent: 人工客服, 人工, 客服
    contact: 找, 联系
    when: 什么时候, 何时, 什么时间, 几点, 几号, 哪天
    why: 为什么, 为何
    who: 谁
    howlong: 多久, 多长时间, 要多久, 多长
    where: 哪里, 哪儿
    when isopen: 几点开门, 营业时间, 什么时间开门
    ship howlong: 多久能送到, 送货要多久
    pharmacy: 药店, 药房
    medicine: 药品, 药
    reimburse: 报销
    materials: 材料, 资料, 文件
    card: 银行卡
    abroad: 国外, 海外
    move: 转到, 转账, 转钱, 转, 钱从
    expensive: 贵
    cheap: 便宜
    large: 大
    train: 火车
    plane: 航班, 飞机
    wifi: 无线网, 无线网络, wifi
    stay: 入住
    invoice: 发票
    issue: 开
    telephonefee: 话费
    passport: 护照
    must: 必须, 一定要, 非得
  `,
  service: zhService,
  quantifiers: `
    all: 所有, 全部, 每, 每个, 一切
    some: 有些, 一些, 部分
    only: 只, 仅, 只有, 只能, 仅限
    least: 至少, 最少
    atmost: 最多, 至多, 最高
    more: 超过, 以上
    less: 少于, 以下
    first: 第一
    last: 最后
  `,
  conditions: `
    unless: 除非
    before: 前, 之前, 以前
    after: 后, 之后, 以后
    even: 即使
    onlyif: 只有
  `,
  roles: `
    from: 从
    to: 到, 往, 成, 给
    object: 把
    than: 比
  `,
}
