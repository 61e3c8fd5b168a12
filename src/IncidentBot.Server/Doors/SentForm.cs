namespace IncidentBot.Doors;

/// <summary>What a page's form sent, or what is wrong with it.</summary>
internal static class SentForm
{
    public static async Task<IResult> ReadAsync(HttpContext http, Func<IFormCollection, Task<IResult>> take)
    {
        if (!http.Request.HasFormContentType)
        {
            return TypedResults.Text("Send a form with the fields as, text and key.\n", statusCode: StatusCodes.Status400BadRequest);
        }

        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TypedResults.Text("The message is far too long.\n", statusCode: e.StatusCode);
        }

        return await take(form);
    }
}
