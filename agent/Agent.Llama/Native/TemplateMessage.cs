using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>llama.h 0.5.0, <c>llama_chat_message</c>: two zero-terminated UTF-8 strings.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TemplateMessage
{
    public byte* Role;
    public byte* Content;
}
