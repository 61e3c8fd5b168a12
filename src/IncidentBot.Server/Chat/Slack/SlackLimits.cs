namespace IncidentBot.Chat.Slack;

/// <summary>
/// What Slack takes, from the pages of each block and element under https://docs.slack.dev/reference/block-kit. More
/// than this is refused as <c>invalid_blocks</c>.
/// </summary>
internal static class SlackLimits
{
    public const int BlocksPerMessage = 50;
    public const int HeaderText = 150;
    public const int SectionText = 3000;
    public const int FieldsPerSection = 10;
    public const int FieldText = 2000;
    public const int ElementsPerActions = 25;
    public const int ButtonText = 75;
    public const int ButtonValue = 2000;
    public const int ConfirmTitle = 100;
    public const int ConfirmText = 300;
    public const int ConfirmButton = 30;

    public const int BlocksPerView = 100;
    public const int ViewTitle = 24;
    public const int InputLabel = 2000;

    /// <summary>Of a channel's topic and of its purpose.</summary>
    public const int TopicText = 250;
    public const int BookmarkTitle = 100;

    /// <summary>
    /// Of all blocks together. Slack publishes no number for <c>msg_blocks_too_long</c>; messages of little more than
    /// 11,000 characters have been refused (https://github.com/slackapi/bolt-js/issues/2867). Nobody reads more on a phone.
    /// </summary>
    public const int MessageText = 8000;

    /// <summary>The share of it that buttons and their questions may take.</summary>
    public const int ButtonsText = 4000;

    /// <summary>Of the text beside the blocks, which only notifications and screen readers use; Slack advises at most 4,000.</summary>
    public const int FallbackText = 3000;
}
