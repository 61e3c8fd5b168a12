namespace IncidentBot.Redis.Diagnoses;

/// <summary>
/// What hosted services, proxies and other servers say where Redis would say `unknown command`, or where a plan's quota is used up.
/// Each with where that is written down or was seen.
/// </summary>
internal static class ProviderErrors
{
    public static IReadOnlyList<ProviderError> All { get; } =
    [
        // Upstash
        new("ERR Command is not available", "", FailureClass.NotAvailable, "https://upstash.com/docs/redis/overall/rediscompatibility"),
        new("ERR max daily request limit exceeded", "", FailureClass.Quota, "https://upstash.com/docs/redis/troubleshooting/max_daily_request_limit"),
        new("ERR max requests limit exceeded", "", FailureClass.Quota, "https://upstash.com/docs/redis/troubleshooting/max_requests_limit"),
        new("ERR max request size exceeded", "", FailureClass.Quota, "https://upstash.com/docs/redis/troubleshooting/max_request_size_exceeded"),
        new("ERR max single record size exceeded", "", FailureClass.Quota, "https://upstash.com/docs/redis/troubleshooting/max_record_size_exceeded"),
        new("ERR max key size exceeded", "", FailureClass.Quota, "https://upstash.com/docs/redis/troubleshooting/max_key_size_exceeded"),
        new("ERR DB capacity quota exceeded", "", FailureClass.Quota, "https://upstash.com/docs/redis/troubleshooting/db_capacity_quota_exceeded"),
        new("ERR max concurrent connections exceeded", "", FailureClass.MaxClients,
            "https://upstash.com/docs/redis/troubleshooting/max_concurrent_connections"),
        new("ERR Only 0th database is supported", "", FailureClass.NoSuchDatabase, "https://upstash.com/docs/redis/overall/rediscompatibility"),

        // Alibaba Cloud Tair, ApsaraDB for Redis
        new("ERR command", "not support for your account", FailureClass.NotAvailable,
            "https://www.alibabacloud.com/help/en/redis/support/common-errors-and-troubleshooting"),
        new("ERR command", "not support for normal user", FailureClass.NotAvailable,
            "https://www.alibabacloud.com/help/en/redis/support/common-errors-and-troubleshooting"),
        new("ERR sentinel compatibility mode is disabled", "", FailureClass.NotAvailable,
            "https://www.alibabacloud.com/help/en/redis/support/common-errors-and-troubleshooting"),

        // Redis Software, Redis Cloud, Azure Managed Redis
        new("ERR command", "is not allowed", FailureClass.NotAvailable, "https://github.com/bezzad/HybridRedisCache/issues/16"),

        // Azure Cache for Redis; most of what it blocks is an unknown command there
        new("ERR Command disallowed", "", FailureClass.NotAvailable, "https://github.com/MicrosoftDocs/azure-docs/issues/113007"),

        // ElastiCache Serverless; most of what it blocks is an unknown command there, as in Memorystore
        new("ERR command not supported inside transaction", "", FailureClass.NotAvailable, "https://github.com/taskforcesh/bullmq/issues/2787"),
        new("ERR This Redis command is not allowed from script", "", FailureClass.NotAvailable,
            "https://github.com/cristipufu/aspnetcore-redis-rate-limiting/issues/154"),
        new("", "Lua scripts without any input keys are not supported", FailureClass.NotAvailable, "https://github.com/django/channels_redis/issues/379"),

        // Huawei Cloud DCS
        new("ERR Unsupported command", "", FailureClass.NotAvailable, "https://support.huaweicloud.com/intl/en-us/dcs_faq/dcs-faq-0220829.html"),

        // Garnet
        new("ERR This instance has Lua scripting support disabled", "", FailureClass.NotAvailable, "https://microsoft.github.io/garnet/docs"),
        new("ERR ACL Authenticator is disabled", "", FailureClass.NotAvailable, "https://microsoft.github.io/garnet/docs"),
    ];

    public static FailureClass? Classify(string message) => All.FirstOrDefault(known => known.Fits(message))?.Class;
}

/// <param name="Start">How the words begin.</param>
/// <param name="Part">What they hold besides.</param>
/// <param name="Source">Where to read of it.</param>
internal sealed record ProviderError(string Start, string Part, FailureClass Class, string Source)
{
    public bool Fits(string message) =>
        message.StartsWith(Start, StringComparison.OrdinalIgnoreCase) && message.Contains(Part, StringComparison.OrdinalIgnoreCase);
}
