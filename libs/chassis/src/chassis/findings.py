"""What the doctor finds, and in both languages what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["problem", "warning", "fine"]
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is a stable code; `values` fill its texts. `service` is None for what all of them share."""

    check: str
    level: Level
    service: str | None = None
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def said(self, language: Language) -> tuple[str, str]:
        """What was found, and what to do; the second is empty for what is fine."""
        if self.level == "fine":
            return FINE[self.check][language].format_map(self.values), ""
        texts = WRONG[self.check][language]
        values = {"service": self.service, **self.values}
        return texts[0].format_map(values), texts[1].format_map(values)

    def told(self, language: Language) -> dict[str, object]:
        """As one JSON object."""
        message, remedy = self.said(language)
        return {
            "check": self.check,
            "level": self.level,
            "service": self.service,
            "message": message,
            "remedy": remedy or None,
            "values": dict(self.values),
        }


FINE: Mapping[str, Mapping[Language, str]] = {
    "database": {"en": "the database answers, replica set {set}", "zh": "数据库有应答,副本集 {set}"},
    "clock": {
        "en": "this machine's clock and the database's differ by {seconds} s",
        "zh": "本机时钟与数据库时钟相差 {seconds} 秒",
    },
    "broker": {"en": "the broker answers", "zh": "消息代理有应答"},
    "topology": {"en": "every queue is there, and consumed", "zh": "队列齐全,且都有消费者"},
    "indexes": {"en": "{count} indexes are there", "zh": "{count} 个索引齐全"},
    "migrations": {"en": "no migration is under way", "zh": "没有进行中的数据迁移"},
    "dead_letters": {"en": "no dead letters", "zh": "没有死信"},
    "outbox": {
        "en": "outbox: {count} documents, the oldest event is {seconds} s old",
        "zh": "发件箱:{count} 份文档,最早事件已等待 {seconds} 秒",
    },
    "timers": {
        "en": "timers: {count} due, the oldest for {seconds} s",
        "zh": "定时器:{count} 个到期,最早已过 {seconds} 秒",
    },
}

WRONG: Mapping[str, Mapping[Language, tuple[str, str]]] = {
    "database_away": {
        "en": (
            "the database cannot be reached: {error}",
            "Start it, and check AFTERSALES_MONGODB_URL (address, user, TLS). Accepted work is safe: services wait.",
        ),
        "zh": (
            "无法连接数据库:{error}",
            "启动数据库,并核对 AFTERSALES_MONGODB_URL(地址、用户、TLS)。已受理的数据不会丢失,各服务会等待。",
        ),
    },
    "database_refuses": {
        "en": (
            "the database does not let this user read {service}'s documents: {error}",
            "Run the doctor with {service}'s own AFTERSALES_MONGODB_URL and --service {service}.",
        ),
        "zh": (
            "当前用户无权读取 {service} 的数据:{error}",
            "用 {service} 自己的 AFTERSALES_MONGODB_URL 并加 --service {service} 运行。",
        ),
    },
    "no_replica_set": {
        "en": (
            "the database is no replica set",
            "Start mongod with --replSet, initiate it once (rs.initiate()): majority writes mean nothing without.",
        ),
        "zh": ("数据库不是副本集", "用 --replSet 启动 mongod 并执行一次 rs.initiate();否则多数派写入没有意义。"),
    },
    "clock_skew": {
        "en": (
            "this machine's clock and the database's differ by {seconds} s",
            "Let all machines follow NTP (chrony, systemd-timesyncd): time limits fire by these clocks.",
        ),
        "zh": (
            "本机时钟与数据库时钟相差 {seconds} 秒",
            "让所有机器通过 NTP 校时(chrony、systemd-timesyncd):各项时限都按这些时钟触发。",
        ),
    },
    "broker_away": {
        "en": (
            "the broker cannot be reached: {error}",
            "Start it, and check AFTERSALES_AMQP_URL (address, user, virtual host). Events wait in their documents.",
        ),
        "zh": (
            "无法连接消息代理:{error}",
            "启动消息代理,并核对 AFTERSALES_AMQP_URL(地址、用户、虚拟主机)。事件会在文档中等待。",
        ),
    },
    "queue_missing": {
        "en": (
            "the queue {queue} does not exist",
            "Restart any service: each declares the whole topology. Check AFTERSALES_BROKER_NAMESPACE.",
        ),
        "zh": ("队列 {queue} 不存在", "重启任一服务:每次连接时都会声明全部拓扑。并核对 AFTERSALES_BROKER_NAMESPACE。"),
    },
    "nobody_consumes": {
        "en": (
            "nobody consumes {queue}; {count} messages are ready",
            "Start {service}, or look at its log: /readyz tells why it is not ready.",
        ),
        "zh": (
            "队列 {queue} 没有消费者,积压 {count} 条消息",
            "启动 {service},或查看其日志;/readyz 会说明未就绪的原因。",
        ),
    },
    "never_started": {
        "en": (
            "the database {database} has not been used by the service",
            "Start {service} once, or check --database-prefix and AFTERSALES_MONGODB_DATABASE.",
        ),
        "zh": (
            "数据库 {database} 尚未被该服务使用",
            "先启动一次 {service},或核对 --database-prefix 与 AFTERSALES_MONGODB_DATABASE。",
        ),
    },
    "index_missing": {
        "en": (
            "{store} lacks the index {index}",
            "Restart a replica of {service}: indexes are made at start. Until then whole collections are read.",
        ),
        "zh": (
            "集合 {store} 缺少索引 {index}",
            "重启 {service} 的一个副本:索引在启动时创建;在此之前扫描器会读取整个集合。",
        ),
    },
    "migration_open": {
        "en": (
            "the migration {migration} is not done ({state}, attempt {attempts})",
            "It is under way if a replica of {service} is starting; else start one. Attempts grow? Read its log.",
        ),
        "zh": (
            "数据迁移 {migration} 未完成({state},第 {attempts} 次)",
            "若 {service} 正在启动则属正常;否则启动一个副本,次数持续增加时查看日志。",
        ),
    },
    "dead_letters": {
        "en": (
            "{count} dead letters",
            "aftersales dead list --service {service}; mend the cause; aftersales dead replay --service {service}.",
        ),
        "zh": (
            "有 {count} 条死信",
            "用 aftersales dead list --service {service} 查看,排除原因后 aftersales dead replay --service {service}。",
        ),
    },
    "unrouted": {
        "en": (
            "{count} messages that nobody is bound to lie in {queue}",
            "A newer publisher runs beside older consumers, or a namespace is wrong: upgrade, then move them back.",
        ),
        "zh": (
            "{queue} 中有 {count} 条无人订阅的消息",
            "可能是新版发布者与旧版消费者并存,或命名空间有误:升级其余服务后再移回。",
        ),
    },
    "outbox": {
        "en": (
            "{count} documents hold events that wait, the oldest for {seconds} s",
            "Is the broker there, and a replica of {service} running? A healthy one publishes within {limit} s.",
        ),
        "zh": (
            "{count} 份文档中有待发事件,最早已等待 {seconds} 秒",
            "检查消息代理是否正常、{service} 是否在运行;正常情况下 {limit} 秒内发出。",
        ),
    },
    "timers": {
        "en": (
            "{count} timers are due, the oldest for {seconds} s",
            "Is a replica of {service} running? If so, read its log for timers that fail.",
        ),
        "zh": (
            "{count} 个定时器已到期,最早已过 {seconds} 秒",
            "检查 {service} 是否在运行;若在运行,查看日志中失败的定时器。",
        ),
    },
}
