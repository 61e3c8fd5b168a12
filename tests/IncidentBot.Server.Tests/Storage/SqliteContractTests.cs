namespace IncidentBot.Server.Tests.Storage;

public sealed class SqliteLedgerTests() : LedgerContract(new TestSqlite());

public sealed class SqliteIncidentStoreTests() : IncidentStoreContract(new TestSqlite());

public sealed class SqliteRunStoreTests() : RunStoreContract(new TestSqlite());

public sealed class SqliteRunbookStoreTests() : RunbookStoreContract(new TestSqlite());

public sealed class SqliteAuditStoreTests() : AuditStoreContract(new TestSqlite());

public sealed class SqliteInboxTests() : InboxContract(new TestSqlite());

public sealed class SqliteAlertInboxTests() : AlertInboxContract(new TestSqlite());

public sealed class SqliteAlertStoreTests() : AlertStoreContract(new TestSqlite());

public sealed class SqliteWebhookTests() : WebhookContract(new TestSqlite());

public sealed class SqliteMailTests() : MailContract(new TestSqlite());

public sealed class SqliteWatchTests() : WatchContract(new TestSqlite());

public sealed class SqliteAnswerTests() : AnswerContract(new TestSqlite());

public sealed class SqliteOutboxTests() : OutboxContract(new TestSqlite());

public sealed class SqliteScheduleTests() : ScheduleContract(new TestSqlite());


public sealed class SqliteChannelLogTests() : ChannelLogContract(new TestSqlite());

public sealed class SqliteTurnsTests() : TurnsContract(new TestSqlite());

public sealed class SqliteConversationStoreTests() : ConversationStoreContract(new TestSqlite());

public sealed class SqliteKeptCardTests() : KeptCardContract(new TestSqlite());
