package taxonomy
import ("testing";"fmt";"os";"time";"path/filepath";"strings";"encoding/json")
func TestSmoke(t *testing.T){
 s:=time.Now(); x,err:=New(); if err!=nil{t.Fatal(err)}; fmt.Println("New",time.Since(s), len(x.lexicon.phrases), len(x.lexicon.words), len(x.lexicon.native.deletes))
 show:=func(qs ...string){ for _,q:=range qs{ m:=x.Meanings(q,"en"); fmt.Printf("%-40s",q); for i,v:=range m{ if i<5 {fmt.Printf(" %s %.2f %s[%s]%v |",v.CPV,v.Weight,v.Trade,v.Word,v.Label)}}; fmt.Println()}}
 qs:=[]string{"clean","cleaning company in Riga","offce cleaning","school cleaning","window cleaner","fenster","paintr","I am looking for a painter and electrician","cleaning and catering","cateering","halal catering for schools","bus","sofware developmnt","gibberishxx","90911200-8","cleaning windows of schools"}
 show(qs...)
 var all []Set
 filepath.Walk("/work/shared/data",func(p string,i os.FileInfo,_ error)error{ if !(strings.Contains(p,"/cpv/")||strings.Contains(p,"/nuts/")||strings.Contains(p,"codelists"))||i.IsDir(){return nil}
  f,_:=os.Open(p); defer f.Close(); s,err:=ParseCodes(p,f); if err!=nil{fmt.Println(err);return nil}; all=append(all,s); return nil})
 s=time.Now(); x.Load(all...); fmt.Println("Load",time.Since(s), x.Loaded())
 show(qs...)
 var evals []struct{CPV string;Labels map[string]string}
 b,_:=os.ReadFile("/work/shared/data/eval/crosslang_cpv.dev.json"); json.Unmarshal(b,&evals)
 n,ok,in:=0,0,0
 s=time.Now()
 for _,e:=range evals{for l,w:=range e.Labels{n++; m:=x.Meanings(w,l); if len(m)>0&&m[0].CPV==e.CPV{ok++}else if n%9==0 {fmt.Println(e.CPV,l,w,m[:min(2,len(m))])}; for _,v:=range m{if v.CPV==e.CPV{in++;break}}}}
 fmt.Println(n,ok,in, time.Since(s)/time.Duration(n))
}
