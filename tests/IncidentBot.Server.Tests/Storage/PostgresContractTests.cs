using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Storage;

public sealed class PostgresLedgerTests(PostgresServer server) : LedgerContract(new TestPostgres(server));

public sealed class PostgresIncidentStoreTests(PostgresServer server) : IncidentStoreContract(new TestPostgres(server));

public sealed class PostgresRunStoreTests(PostgresServer server) : RunStoreContract(new TestPostgres(server));

public sealed class PostgresRunbookStoreTests(PostgresServer server) : RunbookStoreContract(new TestPostgres(server));

public sealed class PostgresAuditStoreTests(PostgresServer server) : AuditStoreContract(new TestPostgres(server));

public sealed class PostgresInboxTests(PostgresServer server) : InboxContract(new TestPostgres(server));

public sealed class PostgresAlertInboxTests(PostgresServer server) : AlertInboxContract(new TestPostgres(server));

public sealed class PostgresAlertStoreTests(PostgresServer server) : AlertStoreContract(new TestPostgres(server));

public sealed class PostgresWebhookTests(PostgresServer server) : WebhookContract(new TestPostgres(server));

public sealed class PostgresMailTests(PostgresServer server) : MailContract(new TestPostgres(server));

public sealed class PostgresWatchTests(PostgresServer server) : WatchContract(new TestPostgres(server));

public sealed class PostgresAnswerTests(PostgresServer server) : AnswerContract(new TestPostgres(server));

public sealed class PostgresOutboxTests(PostgresServer server) : OutboxContract(new TestPostgres(server));

public sealed class PostgresScheduleTests(PostgresServer server) : ScheduleContract(new TestPostgres(server));

public sealed class PostgresChannelLogTests(PostgresServer server) : ChannelLogContract(new TestPostgres(server));

public sealed class PostgresTurnsTests(PostgresServer server) : TurnsContract(new TestPostgres(server));

public sealed class PostgresConversationStoreTests(PostgresServer server) : ConversationStoreContract(new TestPostgres(server));

public sealed class PostgresKeptCardTests(PostgresServer server) : KeptCardContract(new TestPostgres(server));
