using IncidentBot.Alerts;
using IncidentBot.Chat;
using IncidentBot.Chat.Local;
using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Teams;
using IncidentBot.Dashboard.SignIn;
using IncidentBot.Databases;
using IncidentBot.Desk;
using IncidentBot.Digest;
using IncidentBot.Execution;
using IncidentBot.Http;
using IncidentBot.Incidents;
using IncidentBot.Mail;
using IncidentBot.Measurements;
using IncidentBot.People;
using IncidentBot.Redis;
using IncidentBot.Redis.GameDays;
using IncidentBot.Redis.Queues.BullMq;
using IncidentBot.Runbooks;
using IncidentBot.Settings;
using IncidentBot.Stakeholders;
using IncidentBot.Storage;
using IncidentBot.Watching;
using IncidentBot.Webhooks;

namespace IncidentBot;

/// <summary>All that can be set: also of parts that are not switched on, so that a misspelt setting is never taken for none.</summary>
internal static class BotSettings
{
    /// <summary>In the order in which somebody meets them who sets up a bot.</summary>
    public static IReadOnlyList<SettingsSection> All { get; } =
    [
        new("Targets", typeof(Dictionary<string, RedisTargetOptions>)),
        new("People", typeof(PeopleOptions)),
        new("Slack", typeof(SlackOptions)),
        new("Teams", typeof(TeamsOptions)),
        new("Local", typeof(LocalOptions)),
        new("SignIn", typeof(SignInOptions)),
        new("Alerts", typeof(AlertOptions)),
        new("Stakeholders", typeof(Dictionary<string, StakeholderOptions>)),
        new("Watch", typeof(WatchOptions)),
        new("Webhooks", typeof(Dictionary<string, WebhookOptions>)),
        new("Mail", typeof(MailOptions)),
        new("Runbooks", typeof(RunbookOptions)),
        new("Http", typeof(Dictionary<string, HttpTargetOptions>)),
        new("Databases", typeof(Dictionary<string, DatabaseTargetOptions>)),
        new("Hosts", typeof(Dictionary<string, Hosts.HostOptions>)),
        new("Incidents", typeof(IncidentPolicy)),
        new("Summaries", typeof(SummaryOptions)),
        new("Measurements", typeof(Dictionary<string, MeasurementOptions>)),
        new("Digest", typeof(DigestOptions)),
        new("Execution", typeof(ExecutionPolicy)),
        new("Storage", typeof(StorageOptions)),
        new("Audit", typeof(AuditOptions)),
        new("Pages", typeof(PageOptions)),
        new("Chat", typeof(ChatOptions)),
        new("Inbox", typeof(InboxOptions)),
        new("Redis", typeof(RedisOptions)),
        new("Queues", typeof(QueueOptions)),
        new("GameDay", typeof(GameDayOptions)),
    ];
}
