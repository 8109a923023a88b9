package filing

// Reasons that concern a file on its way in, whatever is in it.
var (
	NoRegularFile = Reason{
		"no_regular_file", "不是普通文件（链接、管道或设备），没有读取", "请放入文件本身",
		"放进收件箱的是快捷方式、符号链接之类", LeavesFile,
	}
	InboxItself = Reason{
		"inbox_itself", "文件直接放在收件箱下，不知是哪个镇街送来的", "请放进 inbox 下该镇街的文件夹",
		"收件箱按镇街分文件夹，由文件夹知道是谁送来的", LeavesFile,
	}
	FolderUnknown = Reason{
		"folder_unknown", "不知“{文件夹}”是哪个镇街：{原因}", "请用 --township 指明镇街名称或9位代码，或把文件放进 inbox 下该镇街的文件夹",
		"文件所在的文件夹不是名册中的镇街", LeavesFile,
	}
	StillWritten = Reason{
		"still_written", "文件还在写入，留待下次", "不用处理，下次运行时接收",
		"文件正在复制或保存", LeavesFile,
	}
	Duplicate = Reason{
		"duplicate", "与第{号}号收件内容相同，不重复计入；其间收到的文件照常有效", "不用处理；要改回这份的内容，请略作改动（如加一句备注）另存后再报送",
		"同一镇街把同一个文件送了两次", CountsOnce,
	}
	NothingInFile = Reason{
		"nothing_in_file", "文件里没有任何内容", "请检查后重新报送",
		"工作簿里的工作表全是空的", RefusesFile,
	}
	NotesOnly = Reason{
		"notes_only", "文件里只有说明页，没有填报的内容", "不用处理；填报的各表另存为别的文件的，请报送那些文件",
		"把填报表或退回表的各工作表分别另存，送来的是“填报说明”“退回说明”“选项”这样的页；或把填报的工作表删去了", RefusesFile,
	}
	MembersUnreadable = Reason{
		"members_unreadable", "压缩包内有文件不能读取，其余文件另有回执：{各件}", "{办法}",
		"压缩包里个别文件损坏、加密或文件名不合规", RefusesFile,
	}
	ProgramError = Reason{
		"program_error", "程序读取这个文件时出错，没有读取任何一行", "请另存为新的 .xlsx 再报送，并把原文件交给维护人员",
		"文件有程序没有料到的结构；原文件已封存，其他文件不受影响", RefusesFile,
	}
)

// FileReasons lists the Reasons about a file on its way in.
func FileReasons() []Reason {
	return []Reason{NoRegularFile, InboxItself, FolderUnknown, StillWritten, Duplicate, NothingInFile, NotesOnly, MembersUnreadable, ProgramError}
}
